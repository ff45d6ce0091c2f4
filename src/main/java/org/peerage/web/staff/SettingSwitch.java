package org.peerage.web.staff;

/** Something that is on or off, as a page shows it. */
public record SettingSwitch(String name, String label, boolean on) {}
