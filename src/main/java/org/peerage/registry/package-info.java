/** The heart: the current version of the registry, and what changes it. */
@NullMarked
package org.peerage.registry;

import org.jspecify.annotations.NullMarked;
