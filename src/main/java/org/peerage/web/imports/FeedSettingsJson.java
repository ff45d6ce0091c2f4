package org.peerage.web.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.peerage.access.rights.Permission;
import org.peerage.ixf.FeedHeader;
import org.peerage.ixf.FeedKey;
import org.peerage.ixf.FeedSettings;
import org.peerage.ixf.FeedSettingsStore;
import org.peerage.ixf.Importer;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings of a feed for programs, {@code /import/ixlan/<id>/ixf/settings}: read by {@code GET}; {@code POST} changes those that are sent.
 * The value of a request header can be sent, and is in no answer.
 */
final class FeedSettingsJson {
    private static final int MAX_BYTES = 32 * 1024;
    private static final String DOWN = "down_states";
    private static final String VLANS = "vlan_ids";
    private static final String EXCHANGE_IDS = "ixp_ids";
    private static final String FIELDS = "fields";
    private static final String GRACE = "grace_days";
    private static final String HEADER = "request_header";
    private static final String KEY = "signing_key";
    private static final Map<String, String> HEADER_PROBLEMS = Map.of(
            "noUrl", "The peering LAN has no URL of a member list",
            "whichUrl", "url has to be the URL of the member list that the header is meant for",
            "otherUrl", "The URL of the member list is another one now",
            "plainHttp", "A request header is sent by https only",
            "headerName", "name is not the name of a header that can be sent",
            "headerValue", "value has to be 1 to 4096 characters of ASCII in one line");

    private static final Map<String, String> KEY_PROBLEMS = Map.of(
            "privateKey", "This is a private key: keep it to yourself, and send its public key",
            "noKey", "A public key in PEM is expected, or null",
            "otherKey", "The key has to be EC P-256, Ed25519, or RSA of 2048 to 8192 bits");

    private final PageRequest request;
    private final Row lan;
    private final FeedSettingsStore store;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private FeedSettingsJson(PageRequest request, Row lan) {
        this.request = request;
        this.lan = lan;
        this.store = request.services().importer().store().settings();
    }

    static PageResponse answer(PageRequest request, Row lan) {
        return new FeedSettingsJson(request, lan).answer();
    }

    private PageResponse answer() {
        if (request.isGet()) {
            return json(200, settings());
        }
        if (!request.isPost()) {
            return new PageResponse.BytesResponse(405, "text/plain", new byte[0], Map.of("Allow", "GET, POST"));
        }
        if (!request.caller().may(Permission.UPDATE, IxLan.TYPE.namespace(lan, request.snapshot()))) {
            return message(403, "Permission denied");
        }
        if (request.user().isEmpty()) { // of those who are signed in each form was counted already
            var tooMany = request.services().rateLimiter().admitWrite(request.caller(), request.ipAddress());
            if (tooMany.isPresent()) {
                return message(429, tooMany.get().message());
            }
        }
        Optional<byte[]> body = request.readBody(MAX_BYTES);
        if (body.isEmpty()) {
            return message(413, "The document is larger than " + MAX_BYTES + " bytes");
        }
        try {
            JsonNode sent = JsonMapper.shared().readTree(body.get());
            return sent.isObject() ? change(sent) : message(400, "A JSON object is expected");
        } catch (JacksonException unreadable) {
            return message(400, "A JSON object is expected");
        }
    }

    private PageResponse change(JsonNode sent) {
        sent.propertyNames().stream()
                .filter(name -> !Set.of(DOWN, VLANS, EXCHANGE_IDS, FIELDS, GRACE, HEADER, KEY)
                        .contains(name))
                .forEach(name -> errors.put("non_field_errors", "There are other settings than these"));
        Optional<Boolean> down = sent(sent, DOWN, this::flag);
        Optional<Set<Long>> vlans = sent(sent, VLANS, value -> ids(VLANS, value));
        Optional<Set<Long>> exchangeIds = sent(sent, EXCHANGE_IDS, value -> ids(EXCHANGE_IDS, value));
        Optional<Set<String>> kept = sent(sent, FIELDS, this::kept);
        Optional<Integer> days = sent(sent, GRACE, this::days);
        Optional<FeedHeader> header = sent.has(HEADER) ? header(sent.path(HEADER)) : Optional.empty();
        Optional<FeedKey> key = sent.has(KEY) ? key(sent.path(KEY)) : Optional.empty();
        if (!errors.isEmpty()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            errors.forEach((field, error) -> answer.putArray(field).add(error));
            return json(400, answer);
        }
        Row exchange = java.util.Objects.requireNonNull(request.snapshot().find(Ix.TYPE, lan.get(IxLan.IX_ID)));
        FeedSettingsStore.Change change = FeedSettingsPages.change(request, exchange);
        store.change(
                lan.id(),
                known -> new FeedSettings(
                        down.orElse(known.countsDown()),
                        vlans.orElse(known.vlans()),
                        exchangeIds.orElse(known.exchangeIds()),
                        kept.orElse(known.kept()),
                        days.orElse(known.graceDays())),
                change);
        if (header.isPresent()) {
            store.setHeader(lan.id(), header.get(), change);
        } else if (sent.has(HEADER)) {
            boolean _ = store.removeHeader(lan.id(), change);
        }
        if (key.isPresent()) {
            store.pinKey(lan.id(), key.get(), change);
        } else if (sent.has(KEY)) {
            boolean _ = store.removeKey(lan.id(), change);
        }
        return json(200, settings());
    }

    private static <T> Optional<T> sent(JsonNode sent, String field, Function<JsonNode, T> read) {
        return sent.has(field) ? Optional.of(read.apply(sent.path(field))) : Optional.empty();
    }

    private boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            errors.put(DOWN, "true or false");
        }
        return value.asBoolean(false);
    }

    private Set<Long> ids(String field, JsonNode value) {
        Set<Long> ids = new LinkedHashSet<>();
        boolean isRight = value.isArray() && value.size() <= FeedSettings.MAX_IDS;
        if (isRight) {
            for (JsonNode each : value) {
                boolean isId = each.isIntegralNumber()
                        && each.canConvertToLong()
                        && each.asLong() >= 0
                        && each.asLong() <= FeedSettings.MAX_ID;
                isRight &= isId;
                ids.add(isId ? each.asLong() : 0L);
            }
        }
        if (!isRight) {
            errors.put(field, "A list of at most " + FeedSettings.MAX_IDS + " numbers");
        }
        return ids;
    }

    private Set<String> kept(JsonNode value) {
        Set<String> kept = new HashSet<>(FeedSettings.FIELDS);
        boolean isRight = value.isArray();
        List<String> words = new ArrayList<>();
        value.forEach(each -> words.add(each.isString() ? each.stringValue() : ""));
        if (!isRight || !FeedSettings.FIELDS.containsAll(words)) {
            errors.put(FIELDS, "A list of " + String.join(", ", FeedSettings.FIELDS));
        }
        kept.removeAll(words);
        return kept;
    }

    private int days(JsonNode value) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.asInt() < 0
                || value.asInt() > FeedSettings.MAX_GRACE_DAYS) {
            errors.put(GRACE, "A number of days from 0 to " + FeedSettings.MAX_GRACE_DAYS);
            return 0;
        }
        return value.asInt();
    }

    /** Null removes it. */
    private Optional<FeedHeader> header(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        String name = value.path("name").isString() ? value.path("name").stringValue() : "";
        String content = value.path("value").isString() ? value.path("value").stringValue() : "";
        // Not whichever URL the list has by now: somebody may have changed it since the secret was meant for it.
        boolean hasUrl = value.path("url").isString();
        String url = hasUrl ? value.path("url").stringValue() : Importer.url(lan);
        FeedHeader.Entered entered = new FeedHeader.Entered(name, content, url);
        String wrong = FeedSettingsPages.headerProblem(request.services().importer(), lan, entered);
        String problem = wrong.isEmpty() && !hasUrl ? "whichUrl" : wrong;
        if (!problem.isEmpty()) {
            errors.put(HEADER, HEADER_PROBLEMS.getOrDefault(problem, problem));
            return Optional.empty();
        }
        return Optional.of(entered.header());
    }

    /** Null removes it. */
    private Optional<FeedKey> key(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        String pem = value.isString() ? value.stringValue() : "";
        String problem = FeedKey.problem(pem);
        if (!problem.isEmpty()) {
            errors.put(KEY, KEY_PROBLEMS.getOrDefault(problem, problem));
            return Optional.empty();
        }
        return FeedKey.of(pem);
    }

    private ObjectNode settings() {
        FeedSettings settings = store.of(lan.id());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ObjectNode data = answer.putArray("data").addObject();
        data.put("ixlan_id", lan.id()).put(DOWN, settings.countsDown());
        numbers(data.putArray(VLANS), settings.vlans());
        numbers(data.putArray(EXCHANGE_IDS), settings.exchangeIds());
        ArrayNode fields = data.putArray(FIELDS);
        FeedSettings.FIELDS.stream()
                .filter(field -> !settings.kept().contains(field))
                .forEach(fields::add);
        data.put(GRACE, settings.graceDays());
        store.knownHeader(lan.id())
                .ifPresentOrElse(
                        header -> data.putObject(HEADER)
                                .put("name", header.name())
                                .put("is_sent", header.isSentTo(lan))
                                .put("set", header.since().toString()),
                        () -> data.putNull(HEADER));
        store.pinnedKey(lan.id())
                .ifPresentOrElse(
                        pinned -> data.putObject(KEY)
                                .put("pem", pinned.key().pem())
                                .put("kind", pinned.key().kind().word())
                                .put("fingerprint", pinned.key().fingerprint())
                                .put("set", pinned.since().toString()),
                        () -> data.putNull(KEY));
        return answer;
    }

    private static void numbers(ArrayNode array, Set<Long> ids) {
        ids.forEach(array::add);
    }

    private static PageResponse message(int status, String text) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("non_field_errors").add(text);
        return json(status, answer);
    }

    private static PageResponse json(int status, ObjectNode answer) {
        return PageResponse.BytesResponse.of(status, "application/json", answer.toString());
    }
}
