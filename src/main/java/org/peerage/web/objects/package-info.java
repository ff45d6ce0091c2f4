/** The pages of the registry's objects. */
@NullMarked
package org.peerage.web.objects;

import org.jspecify.annotations.NullMarked;
