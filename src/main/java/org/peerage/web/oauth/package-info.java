/** The identity provider's addresses: for applications, and for the people who let them in. */
@NullMarked
package org.peerage.web.oauth;

import org.jspecify.annotations.NullMarked;
