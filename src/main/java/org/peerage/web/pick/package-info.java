/** Choosing objects and countries by name, wherever a form asks for them. */
@NullMarked
package org.peerage.web.pick;

import org.jspecify.annotations.NullMarked;
