/** What programs ask the site for beside the API: choices and countries, health, robots. */
@NullMarked
package org.peerage.web.data;

import org.jspecify.annotations.NullMarked;
