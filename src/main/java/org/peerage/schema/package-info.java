/** How an object type is described: fields, keys of the wire, relations. Everything else is derived from it. */
@NullMarked
package org.peerage.schema;

import org.jspecify.annotations.NullMarked;
