/** Finding objects by words, numbers and addresses: the text index and its query language. */
@NullMarked
package org.peerage.search;

import org.jspecify.annotations.NullMarked;
