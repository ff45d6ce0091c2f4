/** The panel of an organization, for its admins. */
@NullMarked
package org.peerage.web.organizations;

import org.jspecify.annotations.NullMarked;
