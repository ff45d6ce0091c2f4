/** How often and how much: rates, streams, wrong sign-ins. */
@NullMarked
package org.peerage.access.limits;

import org.jspecify.annotations.NullMarked;
