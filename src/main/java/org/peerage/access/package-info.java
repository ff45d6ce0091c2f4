/** Who asks, and what they may do: callers, permissions, API keys, passwords, throttles (spec/access.md, spec/rest.md §4, §5). */
@NullMarked
package org.peerage.access;

import org.jspecify.annotations.NullMarked;
