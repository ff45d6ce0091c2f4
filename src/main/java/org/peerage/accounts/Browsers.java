package org.peerage.accounts;

import java.util.List;

/** Browsers in words, from what they say of themselves: roughly, for people to recognise their own. */
public final class Browsers {
    private record Mark(String in, String name) {}

    // The first that fits counts: most browsers name others, too.
    private static final List<Mark> PROGRAMS = List.of(
            new Mark("Edg", "Edge"),
            new Mark("OPR/", "Opera"),
            new Mark("Vivaldi", "Vivaldi"),
            new Mark("SamsungBrowser", "Samsung Internet"),
            new Mark("Firefox/", "Firefox"),
            new Mark("FxiOS", "Firefox"),
            new Mark("CriOS", "Chrome"),
            new Mark("HeadlessChrome", "Chrome"),
            new Mark("Chrome/", "Chrome"),
            new Mark("Safari/", "Safari"),
            new Mark("curl/", "curl"),
            new Mark("python", "Python"),
            new Mark("Java", "Java"));
    private static final List<Mark> SYSTEMS = List.of(
            new Mark("iPhone", "iPhone"),
            new Mark("iPad", "iPad"),
            new Mark("Android", "Android"),
            new Mark("CrOS", "ChromeOS"),
            new Mark("Windows", "Windows"),
            new Mark("Mac OS X", "macOS"),
            new Mark("Linux", "Linux"),
            new Mark("FreeBSD", "FreeBSD"));

    private Browsers() {}

    /** Such as {@code Firefox on Linux}. */
    public static String inWords(String agent) {
        String program = first(PROGRAMS, agent);
        String system = first(SYSTEMS, agent);
        if (program.isEmpty()) {
            return system.isEmpty() ? "Unknown browser" : "Browser on " + system;
        }
        return system.isEmpty() ? program : program + " on " + system;
    }

    private static String first(List<Mark> marks, String agent) {
        return marks.stream()
                .filter(mark -> agent.contains(mark.in))
                .map(Mark::name)
                .findFirst()
                .orElse("");
    }
}
