package org.peerage.web.objects;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.peerage.schema.SocialLink;
import org.peerage.text.Url;

/** Where the accounts of {@code social_media} are; only what is surely a link of that service becomes one. */
final class SocialMediaUrls {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> URL_PREFIXES = Set.of("website", "mastodon", "qq");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]{5,18}");
    private static final Map<String, String> BEGINNINGS = Map.ofEntries(
            Map.entry("facebook", "https://www.facebook.com/"),
            Map.entry("x", "https://x.com/"),
            Map.entry("instagram", "https://www.instagram.com/"),
            Map.entry("linkedin", "https://www.linkedin.com/company/"),
            Map.entry("tiktok", "https://www.tiktok.com/@"),
            Map.entry("bluesky", "https://bsky.app/profile/"),
            Map.entry("threads", "https://www.threads.net/@"),
            Map.entry("youtube", "https://www.youtube.com/@"),
            Map.entry("telegram", "https://t.me/"),
            Map.entry("snapchat", "https://www.snapchat.com/add/"),
            Map.entry("reddit", "https://www.reddit.com/user/"),
            Map.entry("weibo", "https://weibo.com/"),
            Map.entry("pinterest", "https://www.pinterest.com/"));

    private SocialMediaUrls() {}

    /** The link; empty where there is none to be trusted. */
    static String url(SocialLink link) {
        String name = link.identifier();
        if (URL_PREFIXES.contains(link.service())) {
            return Url.isValid(name, WEB) ? name : "";
        }
        if (link.service().equals("whatsapp")) {
            return DIGITS.matcher(name).matches() ? "https://wa.me/" + name.replace("+", "") : "";
        }
        String beginning = BEGINNINGS.get(link.service());
        return beginning != null && PLAIN.matcher(name).matches() ? beginning + name : "";
    }
}
