/** What is told of keys: their use, warnings, notices and mails. */
@NullMarked
package org.peerage.accounts.keys;

import org.jspecify.annotations.NullMarked;
