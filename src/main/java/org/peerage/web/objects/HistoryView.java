package org.peerage.web.objects;

import java.util.List;

/**
 * What happened to an object.
 *
 * @param newer the address of the page before; empty where this is the first
 * @param older the address of the page after; empty where this is the last
 */
public record HistoryView(
        String kind, String name, String url, List<ChangeEntry> entries, String newer, String older) {}
