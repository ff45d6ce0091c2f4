/** The texts that people read, in their languages. */
@NullMarked
package org.peerage.i18n;

import org.jspecify.annotations.NullMarked;
