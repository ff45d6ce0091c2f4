/** The databases: what is durable. SQLite in a file, or PostgreSQL. */
@NullMarked
package org.peerage.store;

import org.jspecify.annotations.NullMarked;
