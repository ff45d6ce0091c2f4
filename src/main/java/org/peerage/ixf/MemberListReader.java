package org.peerage.ixf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.peerage.net.IpAddress;
import org.peerage.store.Sql;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a member export, whatever its version, and tells what it could not read, with the place (docs/spec/ixf.md §3, §12).
 * One member is in memory as JSON at a time; what is too large is refused, not tried.
 */
public final class MemberListReader {
    /** The most bytes of a document, unpacked. */
    public static final int MAX_BYTES = 64 << 20;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_MEMBERS = 100_000;
    private static final int MAX_ENTRIES = 300_000;
    private static final int MAX_VALUES_OF_MEMBER = 200_000;
    private static final int MAX_FINDINGS = 1_000;

    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^@\\s<>,;\"]{1,64}@[A-Za-z0-9.-]{1,190}");

    /** NaN and Infinity are no JSON, but some exporters write them, and a speed that is none costs that speed alone. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private static final JsonMapper JSON = new JsonMapper(FACTORY);

    private final List<MemberList.Member> members = new ArrayList<>();
    private final Map<String, Long> facilities = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<IpAddress> nobodys = new HashSet<>();
    private final MessageDigest digest = Importer.sha256();
    private String version = "";
    private String contact = "";
    private int entries;
    private int values;

    private MemberListReader() {}

    /** A document that is refused as a whole. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Finding finding;

        Refused(String pointer, String message, String got) {
            this(Finding.error(pointer, null, message, got));
        }

        Refused(Finding finding) {
            super(finding.message(), null, false, false);
            this.finding = finding;
        }
    }

    /** Reads a document; never fails. */
    public static Reading read(byte[] document) {
        if (document.length > MAX_BYTES) {
            return tooLarge();
        }
        byte[] text = FeedEncoding.utf8(document);
        try (JsonParser parser = JSON.createParser(text)) {
            MemberListReader reader = new MemberListReader();
            if (!Arrays.equals(text, document)) {
                reader.findings.add(Finding.warning("", null, FeedEncoding.NOT_UTF8, ""));
            }
            reader.document(parser);
            return new Reading.Document(new MemberList(
                    reader.version,
                    reader.contact,
                    reader.members,
                    reader.facilities,
                    reader.nobodys,
                    Places.of(FACTORY, text, reader.findings)));
        } catch (Refused refused) {
            List<Finding> one = List.of(refused.finding);
            return new Reading.Unreadable(
                    refused.finding.message(), refused.finding.line() > 0 ? one : Places.of(FACTORY, text, one));
        } catch (StreamConstraintsException excess) {
            return unreadable("The document is nested too deeply, or has a value that is too long", excess);
        } catch (JacksonException mistake) {
            return unreadable("No JSON could be parsed", mistake);
        }
    }

    /** Findings with the lines and columns of their places. */
    static List<Finding> placed(byte[] document, List<Finding> findings) {
        return Places.of(FACTORY, FeedEncoding.utf8(document), findings);
    }

    /** A parser with this reader's limits. */
    static JsonParser parser(byte[] document) {
        return JSON.createParser(FeedEncoding.utf8(document));
    }

    /** The answer to a document of more than {@link #MAX_BYTES}. */
    static Reading.Unreadable tooLarge() {
        String message = "The document is larger than " + (MAX_BYTES >> 20) + " MiB";
        return new Reading.Unreadable(message, List.of(Finding.error("", null, message, "")));
    }

    private static Reading unreadable(String message, JacksonException cause) {
        TokenStreamLocation place = cause.getLocation();
        Finding finding = Finding.error("", null, message, "");
        return new Reading.Unreadable(
                message,
                List.of(place == null ? finding : finding.at(place.getLineNr(), Math.max(0, place.getColumnNr()))));
    }

    private void document(JsonParser parser) throws Refused {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Refused("", "No JSON could be parsed", "");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new Refused("", "A member export is a JSON object", first == JsonToken.START_ARRAY ? "[…]" : "");
        }
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = Sql.storable(parser.currentName());
            JsonToken token = parser.nextToken();
            if (names.size() < MAX_FINDINGS && !names.add(name)) {
                twice("", name);
            }
            switch (name) {
                case "member_list" -> {
                    forgetMembers();
                    members(parser, token, "/member_list");
                }
                case "ixp_list" -> {
                    values = 0;
                    exchanges(value(parser, "/ixp_list"));
                }
                case "schema_email" -> contact = address(value(parser, "/schema_email"));
                case "version" -> version = value(parser, "/version").asString("");
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            TokenStreamLocation place = parser.currentTokenLocation();
            throw new Refused(
                    Finding.error("", null, "No JSON could be parsed", "").at(place.getLineNr(), place.getColumnNr()));
        }
    }

    /** As everybody reads JSON: of a key that is there twice, the last value counts. */
    private void twice(String pointer, String name) {
        find(Finding.warning(pointer, null, "A key is given twice in one object; the last one counts", name));
    }

    private void forgetMembers() {
        members.clear();
        seen.clear();
        nobodys.clear();
        entries = 0;
        findings.removeIf(finding -> finding.pointer().startsWith("/member_list"));
    }

    private static String address(JsonNode value) {
        String text = value.asString("").strip();
        return MAIL_ADDRESS.matcher(text).matches() ? text : "";
    }

    private void members(JsonParser parser, JsonToken token, String pointer) throws Refused {
        switch (token) {
            case START_ARRAY -> {
                int index = 0;
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    String place = pointer + "/" + index++;
                    if (next == JsonToken.START_ARRAY) {
                        members(parser, next, place);
                    } else {
                        member(parser, place);
                    }
                }
            }
            case START_OBJECT -> {
                findings.add(Finding.warning(pointer, null, "An object where a list belongs; its values are read", ""));
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String place = pointer + "/" + Sql.storable(Places.escaped(parser.currentName()));
                    parser.nextToken();
                    member(parser, place);
                }
            }
            default -> throw new Refused(pointer, "member_list is not a list", parser.getString());
        }
    }

    private void member(JsonParser parser, String pointer) throws Refused {
        values = 0;
        JsonNode node = value(parser, pointer);
        if (isRepeated(node)) {
            return;
        }
        MemberReader reader = new MemberReader(pointer);
        reader.read(node).ifPresent(members::add);
        nobodys.addAll(reader.nobodys());
        for (Finding finding : reader.findings()) {
            find(finding);
        }
        entries += reader.entries();
        if (members.size() > MAX_MEMBERS) {
            throw new Refused(pointer, "The document has more than " + MAX_MEMBERS + " members", "");
        }
        if (entries > MAX_ENTRIES) {
            throw new Refused(pointer, "The document has more than " + MAX_ENTRIES + " connections", "");
        }
    }

    /** Identical members are one. */
    private boolean isRepeated(JsonNode node) {
        byte[] hash = digest.digest(node.toString().getBytes(StandardCharsets.UTF_8));
        return node.isObject() && !seen.add(HexFormat.of().formatHex(hash, 0, 16));
    }

    private void find(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        } else if (findings.size() == MAX_FINDINGS) {
            findings.add(Finding.warning("", null, "There are more findings than these", ""));
        }
    }

    private void exchanges(JsonNode list) {
        for (JsonNode exchange : list) {
            for (JsonNode each : exchange.path("switch")) {
                Long facility = MemberReader.number(each.path("pdb_facility_id"));
                if (each.has("id") && facility != null) {
                    facilities.put(each.path("id").asString(""), facility);
                } else if (each.has("id")) {
                    facilities.remove(each.path("id").asString("")); // the last switch of an id counts
                }
            }
        }
    }

    /** A value as a tree, of no more than so many values. */
    private JsonNode value(JsonParser parser, String pointer) throws Refused {
        if (++values > MAX_VALUES_OF_MEMBER) {
            throw new Refused(
                    pointer, "One part of the document has more than " + MAX_VALUES_OF_MEMBER + " values", "");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = Sql.storable(parser.currentName());
                    parser.nextToken();
                    if (object.replace(name, value(parser, pointer)) != null) {
                        twice(
                                parser.streamReadContext()
                                        .getParent()
                                        .pathAsPointer()
                                        .toString(),
                                name);
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser, pointer));
                }
                yield array;
            }
            default -> scalar(parser);
        };
    }

    private static JsonNode scalar(JsonParser parser) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> make.booleanNode(true);
            case VALUE_FALSE -> make.booleanNode(false);
            case VALUE_NUMBER_INT -> make.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> make.numberNode(parser.getDoubleValue());
            case VALUE_STRING -> make.stringNode(Sql.storable(parser.getString()));
            default -> make.nullNode();
        };
    }
}
