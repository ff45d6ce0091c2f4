/** The web server (Netty): connections, limits, requests and responses. It knows no rule of the registry. */
@NullMarked
package org.peerage.http;

import org.jspecify.annotations.NullMarked;
