/** People: signing up and in, sessions, mailed links, and the record of what was done to accounts and keys. */
@NullMarked
package org.peerage.accounts;

import org.jspecify.annotations.NullMarked;
