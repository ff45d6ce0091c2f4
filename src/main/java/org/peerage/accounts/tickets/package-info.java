/** What those who look after the registry are asked, and what they answer. */
@NullMarked
package org.peerage.accounts.tickets;

import org.jspecify.annotations.NullMarked;
