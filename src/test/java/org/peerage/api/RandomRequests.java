package org.peerage.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;

/** Reads of a {@link HiddenValueRegistry}: all filters, also through relations, with paging, depth, times and headers. */
final class RandomRequests {
    private static final List<String> SUFFIXES = List.of(
            "",
            "",
            "",
            "__lt",
            "__lte",
            "__gt",
            "__gte",
            "__contains",
            "__startswith",
            "__in",
            "__isnull",
            "__not",
            "__exact",
            "__ne",
            "__bogus");

    /** Where something is hidden, or not far from it. */
    private static final List<ObjectType> FAVOURITES =
            List.of(Poc.TYPE, Poc.TYPE, Poc.TYPE, IxLan.TYPE, IxLan.TYPE, Net.TYPE, Ix.TYPE, IxPfx.TYPE, NetIxLan.TYPE);

    private static final List<Field<?>> SECRETS =
            List.of(Poc.NAME, Poc.EMAIL, Poc.PHONE, Poc.URL, Poc.ROLE, Poc.VISIBLE, IxLan.IXF_IXP_MEMBER_LIST_URL);

    private static final List<String> SPECIAL = List.of(
            "name_search",
            "q",
            "search",
            "not_ix",
            "ix",
            "ixlan",
            "netixlan",
            "fac",
            "not_fac",
            "not_net",
            "all_net",
            "org_present",
            "org_not_present",
            "asn_overlap",
            "ipblock",
            "capacity__gte",
            "whereis",
            "org_name",
            "name",
            "info_type",
            "ordering",
            "order_by",
            "sort",
            "country",
            "city",
            "asn",
            "ix_count__gte",
            "distance");

    private final Random random;

    RandomRequests(long seed) {
        random = new Random(seed);
    }

    TestRequest next() {
        ObjectType type = one(random.nextInt(4) == 0 ? ObjectTypes.ALL : FAVOURITES);
        if (random.nextInt(40) == 0) {
            return new TestRequest("GET", "/" + type.typeName() + "-0.json", null, headers(), true);
        }
        boolean single = random.nextInt(12) == 0;
        List<String> query = new ArrayList<>();
        for (int i = single ? 0 : one(List.of(0, 1, 1, 1, 1, 2, 2, 3)); i > 0; i--) {
            query.add(filter(type));
        }
        while (random.nextInt(5) < 3) {
            query.add(shape(type));
        }
        String path =
                "/api/" + type.typeName() + (single ? "/" + (1 + random.nextInt(HiddenValueRegistry.CONTACTS)) : "");
        return new TestRequest(
                random.nextInt(15) == 0 ? "HEAD" : "GET",
                path + (random.nextInt(20) == 0 ? ".json" : ""),
                query.isEmpty() ? null : String.join("&", query),
                headers(),
                random.nextInt(4) == 0);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-request-id", "same");
        switch (random.nextInt(8)) {
            case 0 -> headers.put("accept-encoding", "gzip");
            case 1 -> headers.put("if-none-match", one(List.of("*", "\"7-P\"", "\"7-U\", \"7-F\"", "\"6-P\"")));
            case 2 ->
                headers.put(
                        "if-modified-since",
                        one(List.of("Sun, 01 Mar 2020 00:00:00 GMT", "Tue, 01 Mar 2022 00:00:00 GMT")));
            default -> {}
        }
        return headers;
    }

    private String filter(ObjectType type) {
        if (random.nextInt(12) == 0) {
            return pair(one(SPECIAL), one(List.of(word(), number(), number() + "," + number(), "64501,64502")));
        }
        List<FilterRelation> links = type.filterRelations();
        if (links.isEmpty() || random.nextInt(5) < 3) {
            return filter("", field(type));
        }
        List<FilterRelation> telling =
                links.stream().filter(link -> link.target().get().mayHide()).toList();
        FilterRelation link = one(telling.isEmpty() || random.nextInt(3) == 0 ? links : telling);
        String name = one(link.names());
        ObjectType far = link.target().get();
        if (!far.filterRelations().isEmpty() && random.nextInt(6) == 0) {
            FilterRelation further = one(far.filterRelations());
            return filter(
                    name + "__" + one(further.names()) + "__",
                    field(further.target().get()));
        }
        return random.nextInt(6) == 0
                ? pair(name + one(List.of("", "_id", "__in", "_id__in")), number() + one(List.of("", ",5", ",7,8")))
                : filter(name + "__", field(far));
    }

    private Field<?> field(ObjectType type) {
        List<Field<?>> secrets =
                SECRETS.stream().filter(field -> field.owner() == type).toList();
        return one(secrets.isEmpty() || random.nextInt(3) == 0 ? type.fields() : secrets);
    }

    private String filter(String through, Field<?> field) {
        return pair(through + field.name() + one(SUFFIXES), value(field));
    }

    private String value(Field<?> field) {
        if (field.name().endsWith("visible")) {
            return one(List.of("Public", "Users", "Private", "Users,Private", "p", ""));
        }
        if (field == Poc.ROLE) {
            return one(ChoiceLists.ROLES);
        }
        return switch (field.type().kind()) {
            case TEXT, LIST -> field.type() == ValueType.STATUS ? one(List.of("ok", "deleted", "ok,deleted")) : word();
            case INTEGER, REFERENCE -> one(List.of(number(), number(), number() + "," + number(), "0", "x", ""));
            case DECIMAL -> one(List.of("0", "1.5", ""));
            case BOOLEAN -> one(List.of("1", "0", "true", "True", ""));
            case TIME -> time().substring(0, one(List.of(4, 7, 10, 19)));
        };
    }

    private String shape(ObjectType type) {
        return switch (random.nextInt(9)) {
            case 0 -> pair("limit", one(List.of("0", "1", "3", "10", "-1")));
            case 1 -> pair("skip", one(List.of("0", "1", "4", "30")));
            case 2 -> pair("page", one(List.of("1", "1", "2", "3", "last"))) + "&per_page=" + one(List.of(1, 2, 10));
            case 3 -> pair("depth", Integer.toString(random.nextInt(5)));
            case 4 ->
                pair(
                        "since",
                        one(List.of(
                                "1",
                                Long.toString(HiddenValueRegistry.BEGINNING
                                        + random.nextLong(HiddenValueRegistry.SECONDS)))));
            case 5 ->
                pair("fields", one(type.keys()).name() + "," + one(type.keys()).name());
            case 6 -> pair("id", number());
            case 7 -> pair("pretty", "");
            default -> pair("page", one(List.of("1", "2", "last")));
        };
    }

    /** A word of the world, or a part of one. */
    private String word() {
        String word = one(HiddenValueRegistry.WORDS);
        return switch (random.nextInt(6)) {
            case 0 -> word.substring(0, random.nextInt(word.length() + 1));
            case 1 -> word.substring(random.nextInt(word.length() + 1));
            case 2 -> word.toUpperCase(Locale.ROOT);
            case 3 -> word + "," + one(HiddenValueRegistry.WORDS);
            default -> word;
        };
    }

    private String number() {
        return Integer.toString(1
                + random.nextInt(random.nextInt(3) == 0 ? HiddenValueRegistry.CONTACTS : HiddenValueRegistry.NETWORKS));
    }

    private String time() {
        return Instant.ofEpochSecond(HiddenValueRegistry.BEGINNING + random.nextLong(HiddenValueRegistry.SECONDS))
                .toString();
    }

    private <T> T one(List<? extends T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
