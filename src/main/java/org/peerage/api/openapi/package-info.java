/** The OpenAPI document, made from the declarations of the types. */
@NullMarked
package org.peerage.api.openapi;

import org.jspecify.annotations.NullMarked;
