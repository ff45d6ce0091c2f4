/** IX-F member lists (docs/spec/ixf.md). */
@NullMarked
package org.peerage.ixf;

import org.jspecify.annotations.NullMarked;
