/** Pages and JSON about imports of member lists. */
@NullMarked
package org.peerage.web.imports;

import org.jspecify.annotations.NullMarked;
