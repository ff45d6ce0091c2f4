/** Objects as plain text, for terminals: 80 columns, in the form of PeeringDB's own client; and the whois server (RFC 3912). */
@NullMarked
package org.peerage.whois;

import org.jspecify.annotations.NullMarked;
