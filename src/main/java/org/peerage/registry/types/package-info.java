/** One file for each object type: its fields, its place among the others, what it shows. The place to learn the domain. */
@NullMarked
package org.peerage.registry.types;

import org.jspecify.annotations.NullMarked;
