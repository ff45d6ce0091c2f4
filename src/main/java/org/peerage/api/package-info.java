/** The REST dialect of docs/spec/rest.md: addresses and parameters to queries, rows and errors to answers. */
@NullMarked
package org.peerage.api;

import org.jspecify.annotations.NullMarked;
