/** Value types of text: folding and collation, contact data, countries, positions, and JSON's writing of text. */
@NullMarked
package org.peerage.text;

import org.jspecify.annotations.NullMarked;
