/** The rows of one version in a file that is read ten times faster than a database. */
@NullMarked
package org.peerage.store.checkpoint;

import org.jspecify.annotations.NullMarked;
