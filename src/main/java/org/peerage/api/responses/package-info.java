/** Rows, errors and files as bytes: negotiation, preconditions, caches. */
@NullMarked
package org.peerage.api.responses;

import org.jspecify.annotations.NullMarked;
