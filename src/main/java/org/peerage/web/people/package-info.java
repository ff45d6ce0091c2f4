/** Signing up and in, and what people look after on their profile. */
@NullMarked
package org.peerage.web.people;

import org.jspecify.annotations.NullMarked;
