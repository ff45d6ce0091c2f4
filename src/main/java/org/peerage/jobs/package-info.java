/** Work that is done at times, by one process of a cluster. */
@NullMarked
package org.peerage.jobs;

import org.jspecify.annotations.NullMarked;
