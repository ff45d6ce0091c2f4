package org.peerage.web.people;

/** A time that somebody signed in, or tried. */
public record SignInView(String at, String method, boolean refused, String browser, String ipAddress) {}
