package org.peerage.search;

import org.peerage.schema.Row;

/**
 * An object that was found.
 *
 * @param why what it has to do with an address that was searched; else empty
 * @param exact whether a name, number or address of it is just what was typed
 */
public record Hit(Row row, String why, boolean exact) {}
