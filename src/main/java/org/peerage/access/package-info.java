/** Who asks, and what they may do: callers, permissions, API keys, passwords, throttles (docs/spec/access.md, docs/spec/rest.md §4, §5). */
@NullMarked
package org.peerage.access;

import org.jspecify.annotations.NullMarked;
