/** Pages as plain text, for terminals. */
@NullMarked
package org.peerage.web.text;

import org.jspecify.annotations.NullMarked;
