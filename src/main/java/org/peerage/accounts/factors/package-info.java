/** Second factors: authenticator apps and passkeys. */
@NullMarked
package org.peerage.accounts.factors;

import org.jspecify.annotations.NullMarked;
