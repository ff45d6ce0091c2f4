/** Value types of interconnection: AS numbers, IP and MAC addresses, prefixes, port speeds. */
@NullMarked
package org.peerage.net;

import org.jspecify.annotations.NullMarked;
