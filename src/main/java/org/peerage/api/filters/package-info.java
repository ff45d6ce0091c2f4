/** The parameters of a list as conditions of a query (docs/spec/rest.md §4). */
@NullMarked
package org.peerage.api.filters;

import org.jspecify.annotations.NullMarked;
