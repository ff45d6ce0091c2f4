/** Scheduled work, one class a job. */
@NullMarked
package org.peerage.jobs;

import org.jspecify.annotations.NullMarked;
