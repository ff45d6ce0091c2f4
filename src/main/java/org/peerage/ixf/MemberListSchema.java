package org.peerage.ixf;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells where a document is not what Euro-IX's JSON schemas of member exports demand (versions 0.4 to 1.0). Imports read more than
 * that; other readers may not. A member at a time is looked at.
 */
public final class MemberListSchema {
    private static final int MOST = 100;
    private static final String MEMBERS = "member_list";
    private static final JsonNode SCHEMA = read();
    private static final Schema DOCUMENT = schema(SCHEMA);
    private static final Schema MEMBER = schema(memberAlone());

    private final List<Finding> findings = new ArrayList<>();

    private MemberListSchema() {}

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(MemberListSchema.class.getResourceAsStream("/ixf/member-export.schema.json"))) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static JsonNode memberAlone() {
        ObjectNode alone =
                (ObjectNode) SCHEMA.path("definitions").path("member").deepCopy();
        alone.set("definitions", SCHEMA.path("definitions"));
        return alone;
    }

    private static Schema schema(JsonNode json) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(json);
    }

    /** What is not as the schemas want it, with its place; the first of it. */
    public static List<Finding> findings(byte[] document) {
        MemberListSchema check = new MemberListSchema();
        try (JsonParser parser = MemberListReader.parser(document)) {
            check.document(parser);
        } catch (JacksonException broken) {
            return List.of(); // the reader tells that
        }
        return List.copyOf(check.findings);
    }

    private void document(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        ObjectNode rest = JsonMapper.shared().createObjectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals(MEMBERS) && token == JsonToken.START_ARRAY) {
                rest.putArray(MEMBERS);
                members(parser);
            } else {
                rest.set(name, parser.readValueAsTree());
            }
        }
        check(DOCUMENT, rest, "");
    }

    private void members(JsonParser parser) {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (findings.size() < MOST) {
                check(MEMBER, parser.readValueAsTree(), "/" + MEMBERS + "/" + index++);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void check(Schema schema, JsonNode value, String place) {
        for (Error error : schema.validate(value)) {
            if (findings.size() < MOST) {
                JsonNode got = error.getInstanceNode();
                findings.add(Finding.warning(
                        place + pointer(error.getInstanceLocation()),
                        null,
                        "Not as Euro-IX's schema has it: " + error.getMessage(),
                        got == null || got.isContainer() ? "" : got.toString()));
            }
        }
    }

    private static String pointer(NodePath path) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(Places.escaped(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }
}
