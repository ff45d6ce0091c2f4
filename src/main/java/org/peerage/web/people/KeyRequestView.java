package org.peerage.web.people;

/** One request with a key, as pages show it. */
public record KeyRequestView(String at, String method, String path, int status, String ipAddress) {}
