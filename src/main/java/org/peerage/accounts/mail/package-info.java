/** Mail to people: its texts, and the ways by which it leaves. */
@NullMarked
package org.peerage.accounts.mail;

import org.jspecify.annotations.NullMarked;
