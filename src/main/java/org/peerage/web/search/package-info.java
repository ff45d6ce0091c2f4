/** Searching by words and by filters, comparing networks, and files of what was found. */
@NullMarked
package org.peerage.web.search;

import org.jspecify.annotations.NullMarked;
