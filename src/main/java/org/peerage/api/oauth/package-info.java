/** The identity provider's addresses that programs use. */
@NullMarked
package org.peerage.api.oauth;

import org.jspecify.annotations.NullMarked;
