package org.peerage.search;

import org.peerage.schema.Row;

/**
 * An object that was found.
 *
 * @param reason what it has to do with an address that was searched; else empty
 * @param exact whether a name, number or address of it is just what was typed
 */
public record SearchHit(Row row, String reason, boolean exact) {}
