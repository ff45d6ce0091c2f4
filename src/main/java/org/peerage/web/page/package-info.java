/** What all pages share: the visit, the reply, and how it is written. */
@NullMarked
package org.peerage.web.page;

import org.jspecify.annotations.NullMarked;
