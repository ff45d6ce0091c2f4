/** From an HTTP request to the handler that answers it: routes, access, quick reads. */
@NullMarked
package org.peerage.api.routing;

import org.jspecify.annotations.NullMarked;
