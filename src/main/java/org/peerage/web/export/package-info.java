/** Files that programs and people take away: what a search found, where networks meet, members of an exchange, maps. */
@NullMarked
package org.peerage.web.export;

import org.jspecify.annotations.NullMarked;
