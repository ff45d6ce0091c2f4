/** Peerage: a registry of network interconnection data. */
@NullMarked
package org.peerage;

import org.jspecify.annotations.NullMarked;
