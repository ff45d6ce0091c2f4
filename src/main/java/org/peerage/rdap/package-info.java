/** Asks the registries (RIRs) about AS numbers by RDAP (RFC 9082, RFC 9083). */
@NullMarked
package org.peerage.rdap;

import org.jspecify.annotations.NullMarked;
