/** IX-F member lists (spec/ixf.md). */
@NullMarked
package org.peerage.ixf;

import org.jspecify.annotations.NullMarked;
