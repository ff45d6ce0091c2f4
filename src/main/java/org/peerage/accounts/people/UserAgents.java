package org.peerage.accounts.people;

import java.util.List;
import org.peerage.i18n.Messages;

/** Browsers in words, from what they say of themselves: roughly, for people to recognise their own. */
public final class UserAgents {
    private record UserAgentMark(String in, String name) {}

    // The first that fits counts: most browsers name others, too.
    private static final List<UserAgentMark> PROGRAMS = List.of(
            new UserAgentMark("Edg", "Edge"),
            new UserAgentMark("OPR/", "Opera"),
            new UserAgentMark("Vivaldi", "Vivaldi"),
            new UserAgentMark("SamsungBrowser", "Samsung Internet"),
            new UserAgentMark("Firefox/", "Firefox"),
            new UserAgentMark("FxiOS", "Firefox"),
            new UserAgentMark("CriOS", "Chrome"),
            new UserAgentMark("HeadlessChrome", "Chrome"),
            new UserAgentMark("Chrome/", "Chrome"),
            new UserAgentMark("Safari/", "Safari"),
            new UserAgentMark("curl/", "curl"),
            new UserAgentMark("python", "Python"),
            new UserAgentMark("Java", "Java"));
    private static final List<UserAgentMark> SYSTEMS = List.of(
            new UserAgentMark("iPhone", "iPhone"),
            new UserAgentMark("iPad", "iPad"),
            new UserAgentMark("Android", "Android"),
            new UserAgentMark("CrOS", "ChromeOS"),
            new UserAgentMark("Windows", "Windows"),
            new UserAgentMark("Mac OS X", "macOS"),
            new UserAgentMark("Linux", "Linux"),
            new UserAgentMark("FreeBSD", "FreeBSD"));

    private UserAgents() {}

    /** Such as {@code Firefox on Linux}, in a language; records have it in English. */
    public static String inWords(String agent, Messages language) {
        String program = first(PROGRAMS, agent);
        String system = first(SYSTEMS, agent);
        if (program.isEmpty()) {
            return system.isEmpty() ? language.text("device.unknown") : language.text("device.browserOn", system);
        }
        return system.isEmpty() ? program : language.text("device.programOn", program, system);
    }

    private static String first(List<UserAgentMark> marks, String agent) {
        return marks.stream()
                .filter(mark -> agent.contains(mark.in))
                .map(UserAgentMark::name)
                .findFirst()
                .orElse("");
    }
}
