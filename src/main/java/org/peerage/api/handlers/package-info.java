/** One handler for each kind of request of the REST dialect. */
@NullMarked
package org.peerage.api.handlers;

import org.jspecify.annotations.NullMarked;
