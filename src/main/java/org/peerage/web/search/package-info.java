/** The front page and the search. */
@NullMarked
package org.peerage.web.search;

import org.jspecify.annotations.NullMarked;
