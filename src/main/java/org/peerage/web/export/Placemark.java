package org.peerage.web.export;

import java.util.Map;

/**
 * A point on a map.
 *
 * @param data what else is told of it, by title, in order
 */
record Placemark(String name, String description, double latitude, double longitude, Map<String, String> data) {}
