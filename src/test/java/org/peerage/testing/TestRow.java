package org.peerage.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.RowParser;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of one object, by key as on the wire: to be stored as they are, or to be sent as a request. Each starts as the
 * least that is valid, once its parents are given by {@link #under}. Immutable.
 */
public final class TestRow {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectType type;
    private final Map<String, JsonNode> values;

    private TestRow(ObjectType type, Map<String, JsonNode> values) {
        this.type = type;
        this.values = values;
    }

    private static TestRow of(ObjectType type) {
        return new TestRow(type, Map.of());
    }

    public static TestRow anOrganization() {
        return of(Org.TYPE).withName("Example Org").with("website", "https://org.example.net");
    }

    public static TestRow aNetwork() {
        return of(Net.TYPE).withName("Example Net").withAsn(3320).with("website", "https://net.example.net");
    }

    public static TestRow aFacility() {
        return of(Fac.TYPE)
                .withName("Example Fac")
                .with("website", "https://fac.example.net")
                .with("address1", "1 Road")
                .with("city", "Berlin")
                .with("country", "DE")
                .with("zipcode", "10115");
    }

    /** Its first prefix is part of a request, and ignored where the row is stored. */
    public static TestRow anExchange() {
        return of(Ix.TYPE)
                .withName("Example-IX")
                .with("website", "https://ix.example.net")
                .with("city", "Berlin")
                .with("country", "DE")
                .with("region_continent", "Europe")
                .with("tech_email", "noc@ix.example.net")
                .with("prefix", "185.1.0.0/24");
    }

    public static TestRow aLan() {
        return of(IxLan.TYPE).with("ixf_ixp_member_list_url", "").with("ixf_ixp_import_enabled", false);
    }

    public static TestRow aPrefix() {
        return of(IxPfx.TYPE).withPrefix("185.1.0.0/24");
    }

    /** A network's connection to the LAN of an exchange. */
    public static TestRow aConnection() {
        return of(NetIxLan.TYPE).with("speed", 10_000).withAsn(3320).at("185.1.0.1", "");
    }

    public static TestRow aContact() {
        return of(Poc.TYPE).with("role", "NOC").with("visible", "Public").with("email", "noc@net.example.net");
    }

    public static TestRow aNetworkPresence() {
        return of(NetFac.TYPE);
    }

    public static TestRow anExchangePresence() {
        return of(IxFac.TYPE);
    }

    public static TestRow aCarrierPresence() {
        return of(CarrierFac.TYPE);
    }

    public static TestRow aCarrier() {
        return of(Carrier.TYPE).withName("Example Carrier").with("website", "https://carrier.example.net");
    }

    public static TestRow aCampus() {
        return of(Campus.TYPE).withName("Example Campus").with("website", "https://campus.example.net");
    }

    /** A row as it is read, with whatever is derived. */
    public static TestRow read(Row row, Rows rows) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (JsonKey key : row.type().keys()) {
            if (key instanceof Field<?> field) {
                values.put(field.name(), shown(field, row, rows));
            }
        }
        return new TestRow(row.type(), values);
    }

    private static <T> JsonNode shown(Field<T> field, Row row, Rows rows) {
        JsonBuffer out = new JsonBuffer(64);
        field.type().write(out, field.presented(row, rows));
        return JSON.readTree(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }

    /** Refers to these rows, each by the reference that leads to its type. */
    public TestRow under(Row... parents) {
        return Arrays.stream(parents).reduce(this, TestRow::referringTo, (first, second) -> second);
    }

    private TestRow referringTo(Row parent) {
        Field<Long> reference = Hierarchy.parents(type).stream()
                .filter(field -> field.target() == parent.type())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " is not under " + parent.type()));
        return with(reference.name(), parent.id());
    }

    public TestRow withName(String name) {
        return with("name", name);
    }

    public TestRow withAsn(long asn) {
        return with("asn", asn);
    }

    public TestRow withPrefix(String prefix) {
        return type == Ix.TYPE
                ? with("prefix", prefix)
                : with("prefix", prefix).with("protocol", prefix.contains(":") ? "IPv6" : "IPv4");
    }

    /** With these addresses; an empty text where there is none. */
    public TestRow at(String ipaddr4, String ipaddr6) {
        return with("ipaddr4", ipaddr4).with("ipaddr6", ipaddr6);
    }

    public TestRow with(String key, @Nullable Object value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(values);
        more.put(key, JSON.valueToTree(value));
        return new TestRow(type, more);
    }

    /** With a value that is written as JSON. */
    public TestRow withJson(String key, String json) {
        return with(key, JSON.readTree(json));
    }

    public TestRow without(String... keys) {
        Map<String, JsonNode> fewer = new LinkedHashMap<>(values);
        Arrays.asList(keys).forEach(fewer::remove);
        return new TestRow(type, fewer);
    }

    /** Waits for approval, where it is stored. */
    public TestRow pending() {
        return with("status", "pending");
    }

    /** Deleted, where it is stored. */
    public TestRow deleted() {
        return with("status", "deleted");
    }

    public ObjectType type() {
        return type;
    }

    public RequestFields request() {
        return new RequestFields(new HashMap<>(values), false);
    }

    /** The same as a form, in which every value is a text. */
    public RequestFields form() {
        Map<String, JsonNode> texts = new HashMap<>();
        values.forEach((key, value) -> {
            if (!value.isNull()) {
                texts.put(key, value.isContainer() ? value : JSON.valueToTree(value.asString()));
            }
        });
        return new RequestFields(texts, true);
    }

    /** As it is stored. */
    Row row(long id, String time) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", id)
                .put("created", time)
                .put("updated", time)
                .put("status", Status.OK.text());
        values.forEach((key, value) -> {
            boolean noAddress = key.startsWith("ipaddr") && value.asString("").isEmpty();
            node.set(key, noAddress ? JSON.nullNode() : value);
        });
        return switch (new RowParser().read(type, node, null)) {
            case ParseResult.Value<Row>(Row row) -> row;
            case ParseResult.Problem<Row>(String message) -> throw new IllegalArgumentException(message + ": " + node);
        };
    }
}
