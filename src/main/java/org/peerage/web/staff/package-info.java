/** What superusers look after: the verification queue, people, merges, permissions, settings and the audit. */
@NullMarked
package org.peerage.web.staff;

import org.jspecify.annotations.NullMarked;
