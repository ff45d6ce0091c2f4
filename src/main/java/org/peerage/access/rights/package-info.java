/** Namespaces, permissions and grants: what may be done where (docs/spec/access.md). */
@NullMarked
package org.peerage.access.rights;

import org.jspecify.annotations.NullMarked;
