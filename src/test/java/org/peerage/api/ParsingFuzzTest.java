package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.peerage.api.handlers.JsonRequestParser;
import org.peerage.api.handlers.ReadHandler;
import org.peerage.net.IpAddress;
import org.peerage.net.IpAddressErrors;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.testing.Owner;
import org.peerage.testing.Snapshots;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whatever strangers send is read or refused, and never a bug. Coverage-guided where {@code JAZZER_FUZZ} is set (see
 * docs/reliability.md); else what was found before is tried again.
 */
@Tag("fuzz")
class ParsingFuzzTest {
    private static final Snapshot EMPTY = Snapshots.of();
    private static final Snapshot ONE_OF_EACH = oneOfEach();
    private static final String[] TELLING = {
        "",
        " ",
        "1",
        "-1",
        "true",
        "185.0.0.5",
        "185.1.0.0/24",
        "2001:7f8:1::1",
        "AS64500",
        "https://a.example.net",
        "a@b.example.net",
        "+1 312 555 0100",
        "RIPE::AS-A:AS-B",
        "DE",
        "IPv4",
        "Public",
        "NOC",
        "Content",
        "[{\"service\": \"x\", \"identifier\": \"abcd\"}]",
        "00:11:22:33:44:55"
    };
    private static final OperationHandler WRITER = new OperationHandler(RegistrySettings.STANDARD);
    private static final Author OWNER = Owner.BOUND;

    @FuzzTest(maxDuration = "15s")
    void queriesAreAnsweredOrRefused(FuzzedDataProvider data) {
        ObjectType type = data.pickValue(ObjectTypes.ALL);
        QueryParameters parameters = QueryParameters.parse(data.consumeRemainingAsString());

        ApiResponse response =
                new ReadHandler(EMPTY, Visibility.PUBLIC, true).list(type, parameters, "http://localhost/api/x");

        assertThat(response.status()).isBetween(200, 499);
    }

    @FuzzTest(maxDuration = "15s")
    void bodiesAreReadOrRefused(FuzzedDataProvider data) {
        ObjectType type = data.pickValue(ObjectTypes.ALL);
        boolean form = data.consumeBoolean();
        byte[] body = data.consumeRemainingAsBytes();

        if (JsonRequestParser.read(body) instanceof ParseResult.Value<JsonNode>(JsonNode value)) {
            if (value.isObject() && type.isCreatable()) {
                Map<String, JsonNode> values = new LinkedHashMap<>();
                value.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
                Decision decision = WRITER.decide(
                        new Operation.Create(type, new RequestFields(values, form)),
                        OWNER,
                        ExternalFacts.NONE,
                        new WorkingCopy(EMPTY, Instant.EPOCH),
                        data.hashCode() % 2 == 0);
                assertThat(decision).isNotNull();
            }
        }
    }

    /** Values of any kind, under keys that mean something, on a registry with one of each. */
    @FuzzTest(maxDuration = "15s")
    void valuesAreTakenOrRefused(FuzzedDataProvider data) {
        ObjectType type = data.pickValue(ObjectTypes.ALL);
        boolean form = data.consumeBoolean();
        boolean all = data.consumeBoolean();
        boolean update = data.consumeBoolean();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        String[] keys = type.keys().stream().map(JsonKey::name).toArray(String[]::new);
        while (data.remainingBytes() > 2) {
            values.put(data.pickValue(keys), value(data, 2));
        }
        RequestFields input = new RequestFields(values, form);
        Operation operation = update || !type.isCreatable()
                ? new Operation.Update(type, 1, input)
                : new Operation.Create(type, input);

        Decision decision =
                WRITER.decide(operation, OWNER, ExternalFacts.NONE, new WorkingCopy(ONE_OF_EACH, Instant.EPOCH), all);

        assertThat(decision).isNotNull();
    }

    private static JsonNode value(FuzzedDataProvider data, int depth) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (data.consumeInt(0, depth > 0 ? 9 : 7)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(data.consumeBoolean());
            case 2 -> make.numberNode(1);
            case 3 -> make.numberNode(data.consumeLong());
            case 4 -> make.numberNode(data.consumeDouble());
            case 5 -> make.stringNode(data.pickValue(TELLING));
            case 6, 7 -> make.stringNode(data.consumeString(40));
            case 8 -> make.arrayNode().add(value(data, depth - 1)).add(value(data, depth - 1));
            default -> make.objectNode().set(data.consumeString(8), value(data, depth - 1));
        };
    }

    private static Snapshot oneOfEach() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            Row.Builder row = type.row();
            type.fields().forEach(field -> fill(row, field));
            rows.put(type, List.of(row.build()));
        }
        return Snapshot.of(1, Instant.EPOCH, rows);
    }

    private static void fill(Row.Builder row, Field<?> field) {
        if (row.find(field) != null || (field.isNullable() && !field.isReference())) {
            return;
        }
        Object stored =
                switch (field.type().storage()) {
                    case INTEGER -> 1L;
                    case DECIMAL -> 1.0;
                    case BOOLEAN -> true;
                    case TEXT -> field.name().equals("prefix") ? "185.0.0.0/24" : "x";
                };
        row.setStored(field, stored);
    }

    @FuzzTest(maxDuration = "10s")
    void addressesAreReadOrExplained(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();

        boolean six = text.indexOf(':') >= 0;
        assertThat((six ? IpAddressErrors.of6(text) : IpAddressErrors.of4(text)).isEmpty())
                .as(text)
                .isEqualTo(IpAddress.parseZoned(text)
                        .filter(address -> address.isV6() == six)
                        .isPresent());
        assertThat(IpAddressErrors.prefixProblems(text)).hasSizeBetween(0, 2);
    }
}
