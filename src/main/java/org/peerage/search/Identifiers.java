package org.peerage.search;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;

/**
 * AS numbers, addresses and as-sets as people paste them: in brackets or quotes, with a port, a zone or a mark of
 * punctuation behind them, {@code AS} apart from the number.
 */
final class Identifiers {
    private static final String AROUND = "[\\s\"'`´<>(){}\\[\\],;!?“”„‘’‚«»…|]";
    private static final Pattern ENDS = Pattern.compile("^" + AROUND + "+|" + AROUND + "+$|(?<=[^:]):$");
    private static final Pattern NUMBER = Pattern.compile("(?i)ASN?[\\s:#_.]*([0-9]{1,10})\\.?");
    private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://([^/\\s]+)(?:/\\S*)?");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\[\\]]+)](?:[:.#][0-9]{1,5})?");
    private static final Pattern WITH_PORT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3})[:.#][0-9]{1,5}");
    private static final Pattern SIX_WITH_PORT = Pattern.compile("([0-9A-Fa-f:.]+)[\\]#.][:]?[0-9]{1,5}");
    private static final Pattern AS_SET =
            Pattern.compile("(?i)(?:[A-Z0-9_-]+::)?(?:AS[A-Z0-9_-]+:)*AS-[A-Z0-9_-]+(?::AS[A-Z0-9_-]+)*");

    private Identifiers() {}

    /** Whether a text is nothing but one of them. */
    static boolean isOne(String text) {
        return Asn.parse(text).isPresent() || isAddress(text);
    }

    private static boolean isAddress(String text) {
        return IpAddress.parse(text).isPresent() || IpPrefix.around(text).isPresent();
    }

    /** The number, address or as-set that a text is nothing but, without what is around it; else empty. */
    static Optional<String> bare(String text) {
        return address(text.strip()).or(() -> {
            String inner = trimmed(text);
            Matcher number = NUMBER.matcher(inner);
            if (number.matches()) {
                return Optional.of("AS" + number.group(1));
            }
            boolean known =
                    Asn.parse(inner).isPresent() || AS_SET.matcher(inner).matches();
            return known ? Optional.of(inner) : address(inner);
        });
    }

    private static Optional<String> address(String text) {
        Matcher scheme = SCHEME.matcher(text);
        String host = scheme.matches() ? scheme.group(1) : text;
        return plain(host)
                .or(() -> within(IN_BRACKETS, host))
                .or(() -> within(WITH_PORT, host))
                .or(() -> within(SIX_WITH_PORT, host));
    }

    private static Optional<String> within(Pattern form, String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? plain(matcher.group(1)) : Optional.empty();
    }

    /** Zones of link-local addresses say nothing here; a full stop may be that of a sentence. */
    private static Optional<String> plain(String text) {
        String bare = text.replaceFirst("%[A-Za-z0-9._-]+$", "");
        if (isAddress(bare)) {
            return Optional.of(bare);
        }
        String sentence = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : "";
        return IpAddress.parse(sentence).isPresent() ? Optional.of(sentence) : Optional.empty();
    }

    private static String trimmed(String text) {
        String inner = text;
        String before;
        do {
            before = inner;
            inner = ENDS.matcher(inner).replaceAll("");
        } while (!inner.equals(before));
        return inner;
    }
}
