package org.peerage.web.search;

import java.util.List;

/** What was found of one kind. */
public record Found(String title, List<Hit> hits, boolean more) {}
