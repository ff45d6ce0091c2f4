/** The web server: Undertow, what it takes from strangers, and how it brings requests to the API and the pages. */
@NullMarked
package org.peerage.http;

import org.jspecify.annotations.NullMarked;
