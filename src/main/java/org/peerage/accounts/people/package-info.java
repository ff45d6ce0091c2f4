/** A person's way: signing up and in, sessions, passwords, e-mail addresses, closing the account. */
@NullMarked
package org.peerage.accounts.people;

import org.jspecify.annotations.NullMarked;
