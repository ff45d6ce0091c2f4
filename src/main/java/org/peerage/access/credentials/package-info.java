/** Keys and passwords: how they look, how they are hashed and compared. */
@NullMarked
package org.peerage.access.credentials;

import org.jspecify.annotations.NullMarked;
