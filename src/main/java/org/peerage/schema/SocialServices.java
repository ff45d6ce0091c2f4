package org.peerage.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.peerage.text.Excerpt;
import org.peerage.text.PhoneNumber;
import org.peerage.text.Url;

/** What may name an account at a service (docs/spec/objects.md §1.11). */
public final class SocialServices {
    private static final Set<String> ADDRESSES = Set.of("website", "mastodon", "qq");
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Map<String, Pattern> NAMES = Map.ofEntries(
            Map.entry("x", Pattern.compile("[A-Za-z0-9_]{4,15}")),
            Map.entry("reddit", Pattern.compile("[A-Za-z0-9_]{3,20}")),
            Map.entry("telegram", Pattern.compile("[A-Za-z0-9_]{5,32}")),
            Map.entry("instagram", dotted("[A-Za-z0-9._]{1,30}")),
            Map.entry("threads", dotted("[A-Za-z0-9._]{1,30}")),
            Map.entry("facebook", dotted("[A-Za-z0-9.]{5,}")),
            Map.entry("youtube", dotted("[A-Za-z0-9._]{3,30}")),
            Map.entry("tiktok", Pattern.compile("[A-Za-z0-9._]{2,24}")),
            Map.entry("linkedin", Pattern.compile("[A-Za-z0-9-]{5,100}")),
            Map.entry("snapchat", Pattern.compile("[A-Za-z0-9-]{3,15}")),
            Map.entry("pinterest", Pattern.compile("[A-Za-z0-9_-]{3,30}")),
            Map.entry("bluesky", Pattern.compile("(?!.*--)(?=.{1,32}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")),
            Map.entry("douyin", Pattern.compile("[A-Za-z0-9._-]{4,30}")),
            Map.entry("kuaishou", Pattern.compile("[A-Za-z0-9._-]{4,30}")),
            Map.entry("weibo", Pattern.compile("[A-Za-z0-9._-]{4,30}")));

    private SocialServices() {}

    /** No dot at an edge, nor two in a row. */
    private static Pattern dotted(String name) {
        return Pattern.compile("(?!\\.)(?!.*\\.\\.)(?!.*\\.$)" + name);
    }

    /** What is wrong with a list of links; the first thing, as the reference tells it. */
    public static List<String> problems(List<SocialLink> links) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (SocialLink link : links) {
            if (!seen.add(link.service())) {
                return List.of("Duplicate social media services set.");
            }
        }
        for (SocialLink link : links) {
            String problem = problem(link);
            if (!problem.isEmpty()) {
                problems.add(problem);
                break;
            }
        }
        return problems;
    }

    private static String problem(SocialLink link) {
        String service = link.service();
        String identifier = link.identifier();
        if (ADDRESSES.contains(service)) {
            return Url.isValid(identifier, WEB) ? "" : "Invalid " + service + " URL!";
        }
        if (service.equals("whatsapp")) {
            return PhoneNumber.parse(identifier, null).isPresent() ? "" : "Invalid whatsapp phone number!";
        }
        Pattern name = NAMES.get(service);
        return (name == null || name.matcher(identifier).matches())
                ? ""
                : "Invalid identifier " + Excerpt.of(identifier) + " for service " + service + "!";
    }
}
