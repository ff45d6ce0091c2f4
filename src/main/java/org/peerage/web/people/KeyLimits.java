package org.peerage.web.people;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpPrefix;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What a form for a new key says of its limits, or what is wrong with it. */
public record KeyLimits(@Nullable Long expires, List<IpPrefix> networks, Map<String, String> problems) {
    private static final int MAX_NETWORKS = 100;

    public static KeyLimits of(PageRequest request) {
        Map<String, String> problems = new HashMap<>();
        Long expires = null;
        if (!request.value("expires").isEmpty()) {
            try {
                Instant end = LocalDate.parse(request.value("expires"))
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
                expires = end.getEpochSecond();
                if (end.isBefore(request.services().clock().instant())) {
                    problems.put("expires", Texts.text("key.expires.past"));
                }
            } catch (DateTimeParseException notADay) {
                problems.put("expires", Texts.text("key.expires.invalid"));
            }
        }
        String lasts = request.value("lasts");
        if (expires == null && !lasts.isEmpty() && !lasts.equals("never") && !lasts.matches("[1-9][0-9]{0,3}")) {
            problems.putIfAbsent("expires", Texts.text("key.expires.invalid"));
        } else if (expires == null && lasts.matches("[1-9][0-9]{0,3}")) {
            long days = Long.parseLong(lasts);
            expires = request.services()
                    .clock()
                    .instant()
                    .plus(Duration.ofDays(days))
                    .getEpochSecond();
        }
        List<IpPrefix> networks = new ArrayList<>();
        for (String text : request.value("networks").split("[\\s,]+", -1)) {
            if (!text.isEmpty()) {
                Optional<IpPrefix> network =
                        IpPrefix.parse(text.indexOf('/') < 0 ? text + (text.indexOf(':') < 0 ? "/32" : "/128") : text);
                network.ifPresentOrElse(
                        networks::add, () -> problems.put("networks", Texts.text("key.networks.invalid", text)));
            }
        }
        if (networks.size() > MAX_NETWORKS) {
            problems.putIfAbsent("networks", Texts.text("key.networks.tooMany", MAX_NETWORKS));
        }
        return new KeyLimits(expires, networks, problems);
    }
}
