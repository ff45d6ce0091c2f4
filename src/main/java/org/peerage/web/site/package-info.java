/** The front page, what the site says of itself, and the documentation of the API. */
@NullMarked
package org.peerage.web.site;

import org.jspecify.annotations.NullMarked;
