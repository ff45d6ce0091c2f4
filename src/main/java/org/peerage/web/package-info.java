/** Pages for people in browsers: plain HTML that works without scripts, from templates in {@code src/main/jte}. */
@NullMarked
package org.peerage.web;

import org.jspecify.annotations.NullMarked;
