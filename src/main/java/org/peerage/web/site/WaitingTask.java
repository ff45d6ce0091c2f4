package org.peerage.web.site;

/** Something that waits for who is signed in, and where it is done. */
public record WaitingTask(String text, String link) {}
