package org.peerage.api.filters;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.peerage.api.LenientNumbers;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
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
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.search.Search;
import org.peerage.snapshot.Condition;
import org.peerage.snapshot.TextMatch;
import org.peerage.snapshot.VisibleRows;
import org.peerage.text.Collation;
import org.peerage.text.Folding;

/** The parameters with code of their own: the second table of docs/spec/rest.md §3. */
final class SpecialFilters {
    private static final int MAX_ASNS = 25;
    private static final String CARRIER_FACILITY = "carrierfac_set__facility_id";
    private static final Map<ObjectType, Set<String>> OWN = Map.of(
            Org.TYPE,
            Set.of("asn"),
            Net.TYPE,
            Set.of("not_ix", "not_fac", "info_type"),
            Fac.TYPE,
            Set.of("org_name", "not_net", "all_net", "org_present", "org_not_present", "asn_overlap"),
            Ix.TYPE,
            Set.of("capacity", "ipblock", "not_net", "all_net", "org_present", "org_not_present", "asn_overlap"),
            IxPfx.TYPE,
            Set.of("whereis"),
            NetIxLan.TYPE,
            Set.of("name"),
            NetFac.TYPE,
            Set.of("name", "city", "country"),
            IxFac.TYPE,
            Set.of("name", "city", "country"));
    private static final Map<ObjectType, Function<SpecialFilters, Optional<ParseResult<Condition>>>> BY_TYPE = Map.of(
            Org.TYPE, SpecialFilters::ofOrganization,
            Net.TYPE, SpecialFilters::ofNetwork,
            Fac.TYPE, SpecialFilters::ofFacility,
            Ix.TYPE, SpecialFilters::ofExchange,
            IxPfx.TYPE, SpecialFilters::ofPrefix,
            NetIxLan.TYPE, SpecialFilters::ofConnection,
            IxLan.TYPE, filter -> filter.constant("dot1q_support"),
            Carrier.TYPE, SpecialFilters::ofCarrier,
            NetFac.TYPE, filter -> filter.ofPresence(NetFac.FAC_ID),
            IxFac.TYPE, filter -> filter.ofPresence(IxFac.FAC_ID));

    private final ObjectType type;
    private final VisibleRows visible;
    private final Search search;
    private final String name;
    private final String value;
    private final String raw;

    private SpecialFilters(ObjectType type, VisibleRows visible, Search search, String name, String value, String raw) {
        this.type = type;
        this.visible = visible;
        this.search = search;
        this.name = name;
        this.value = value;
        this.raw = raw;
    }

    /** Whether a parameter of the type has code of its own. */
    static boolean isOwn(ObjectType type, String name) {
        int step = name.indexOf("__");
        return OWN.getOrDefault(type, Set.of()).contains(step < 0 ? name : name.substring(0, step))
                || (type == Carrier.TYPE && name.equals(CARRIER_FACILITY));
    }

    /** Whether a parameter names a key that always shows the same value. */
    static boolean isConstant(ObjectType type, String name) {
        int step = name.indexOf("__");
        String key = step < 0 ? name : name.substring(0, step);
        return shown(type, key).isPresent();
    }

    /** What a key shows in all rows of a type. */
    private static Optional<String> shown(ObjectType type, String key) {
        if (type == Ix.TYPE && key.equals("media")) {
            return Optional.of("Ethernet");
        }
        return type == IxLan.TYPE && key.equals("dot1q_support") ? Optional.of("false") : Optional.empty();
    }

    static Optional<ParseResult<Condition>> read(
            ObjectType type, VisibleRows visible, Search search, String name, String value, String raw) {
        if (name.equals("name_search") && value.isBlank()) {
            return Optional.empty(); // nothing is looked for
        }
        return BY_TYPE.getOrDefault(type, SpecialFilters::ofOther)
                .apply(new SpecialFilters(type, visible, search, name, value, raw));
    }

    private Optional<ParseResult<Condition>> ofOther() {
        return name.equals("name_search") ? Optional.of(nameSearch()) : Optional.empty();
    }

    private Optional<ParseResult<Condition>> ofPrefix() {
        return name.equals("whereis") ? Optional.of(whereIs()) : Optional.empty();
    }

    private Optional<ParseResult<Condition>> ofOrganization() {
        return switch (name) {
            case "asn" -> Optional.of(organizationOfAsn());
            case "name_search" -> Optional.of(nameSearch());
            default -> Optional.empty();
        };
    }

    private Optional<ParseResult<Condition>> ofNetwork() {
        return switch (name) {
            case "not_ix" ->
                Optional.of(ids("id")
                        .then(ids -> ParseResult.value(Condition.idNotIn(union(ids, this::networksAtExchange)))));
            case "not_fac" ->
                Optional.of(ids("id")
                        .then(ids -> ParseResult.value(Condition.idNotIn(union(ids, this::networksInFacility)))));
            case "info_type" ->
                Optional.of(ParseResult.value(Condition.itemIn(Net.INFO_TYPES, List.of(Folding.fold(value)))));
            case "info_type__contains" ->
                Optional.of(ParseResult.value(Condition.itemContains(Net.INFO_TYPES, Folding.fold(value))));
            case "info_type__startswith" ->
                Optional.of(ParseResult.value(Condition.itemStartsWith(Net.INFO_TYPES, Folding.fold(value))));
            case "info_type__in" ->
                Optional.of(ParseResult.value(Condition.itemIn(
                        Net.INFO_TYPES,
                        Stream.of(value.split(",", -1)).map(Folding::fold).toList())));
            case "name_search" -> Optional.of(nameSearch());
            default -> Optional.empty();
        };
    }

    private Optional<ParseResult<Condition>> ofFacility() {
        if (name.equals("org_name") || name.startsWith("org_name__")) {
            return facet("org_name", Fac.ORG_ID, Org.NAME, FieldFilter.MatchMode.SEARCHED);
        }
        return shared(this::facilitiesOfNetwork, this::facilitiesOfOrganization);
    }

    private Optional<ParseResult<Condition>> ofExchange() {
        if (name.equals("capacity") || name.startsWith("capacity__")) {
            return Optional.of(capacity());
        }
        return shared(this::exchangesOfNetwork, this::exchangesOfOrganization).or(() -> switch (name) {
            case "ipblock" -> Optional.of(ParseResult.value(ipBlock()));
            default -> constant("media");
        });
    }

    /** What facilities and exchanges have in common. */
    private Optional<ParseResult<Condition>> shared(
            Function<Long, List<Row>> ofNetwork, Function<Long, List<Row>> ofOrganization) {
        return switch (name) {
            case "not_net" ->
                Optional.of(ids("id").then(ids -> ParseResult.value(Condition.idNotIn(union(ids, ofNetwork)))));
            case "all_net" ->
                Optional.of(literalIds().then(ids -> ParseResult.value(Condition.idIn(intersection(ids, ofNetwork)))));
            case "org_present" ->
                Optional.of(ids("id").then(ids -> ParseResult.value(Condition.idIn(union(ids, ofOrganization)))));
            case "org_not_present" ->
                Optional.of(ids("id").then(ids -> ParseResult.value(Condition.idNotIn(union(ids, ofOrganization)))));
            case "asn_overlap" -> Optional.of(asnOverlap(ofNetwork));
            case "name_search" -> Optional.of(nameSearch());
            default -> Optional.empty();
        };
    }

    private Optional<ParseResult<Condition>> ofConnection() {
        int step = name.indexOf("__");
        Optional<Operator> operator =
                step < 0 ? Optional.of(Operator.EXACT) : Operator.ofSuffix(name.substring(step + 2));
        if (operator.isEmpty() || !(step < 0 ? name : name.substring(0, step)).equals("name")) {
            return Optional.empty();
        }
        return Optional.of(exchangeName(operator.get())
                .condition()
                .then(condition ->
                        ParseResult.value(Condition.idIn(idsOf(Filters.select(visible, Ix.TYPE, condition).stream()
                                .flatMap(ix -> visible.referring(NetIxLan.IXLAN_ID, ix.id()).stream()))))));
    }

    /** The exchange's name, whichever case parts of it are in: the bare name does not mind either. */
    private FieldFilter exchangeName(Operator operator) {
        boolean part = operator == Operator.CONTAINS || operator == Operator.STARTSWITH;
        return new FieldFilter(
                Ix.NAME, operator, raw, part ? FieldFilter.MatchMode.RELATED : FieldFilter.MatchMode.CONNECTED);
    }

    private Optional<ParseResult<Condition>> ofPresence(Field<Long> facility) {
        int step = name.indexOf("__");
        return switch (step < 0 ? name : name.substring(0, step)) {
            case "name" -> facet("name", facility, Fac.NAME, FieldFilter.MatchMode.RELATED);
            case "city" -> facet("city", facility, Fac.CITY, FieldFilter.MatchMode.RELATED);
            case "country" -> facet("country", facility, Fac.COUNTRY, FieldFilter.MatchMode.RELATED);
            default -> Optional.empty();
        };
    }

    /** A key that shows a text of the row behind a reference. */
    private Optional<ParseResult<Condition>> facet(
            String key, Field<Long> reference, Field<String> field, FieldFilter.MatchMode mode) {
        Optional<Operator> operator =
                name.equals(key) ? Optional.of(Operator.EXACT) : Operator.ofSuffix(name.substring(key.length() + 2));
        return operator.map(op -> new FieldFilter(field, op, value, mode)
                .condition()
                .then(condition -> ParseResult.value(
                        Condition.idIn(idsOf(Filters.select(visible, reference.target(), condition).stream()
                                .flatMap(far -> visible.referring(reference, far.id()).stream()))))));
    }

    /** A key of the type itself that always shows the same value. */
    private Optional<ParseResult<Condition>> constant(String key) {
        if (!name.equals(key) && !name.startsWith(key + "__")) {
            return Optional.empty();
        }
        Optional<Operator> operator =
                name.equals(key) ? Optional.of(Operator.EXACT) : Operator.ofSuffix(name.substring(key.length() + 2));
        return operator.flatMap(op -> constant(type, key, op, value)).map(ParseResult::value);
    }

    /** The condition on a key that always shows the same value; empty if it is none of the type's. */
    static Optional<Condition> constant(ObjectType type, String key, Operator operator, String value) {
        return shown(type, key).map(shown -> {
            boolean isBoolean = type.keys().stream()
                    .anyMatch(k -> k instanceof JsonKey.Computed<?> c
                            && c.name().equals(key)
                            && c.type() == ValueType.BOOLEAN);
            String asked = isBoolean ? Boolean.toString(value.equals("1") || value.equalsIgnoreCase("true")) : value;
            boolean holds =
                    switch (operator) {
                        case EXACT -> TextMatch.equalTo(asked).test(shown);
                        case CONTAINS -> TextMatch.containing(asked).test(shown);
                        case STARTSWITH -> TextMatch.startingWith(asked).test(shown);
                        case IN ->
                            Stream.of(value.split(",", -1))
                                    .anyMatch(item -> TextMatch.equalTo(item).test(shown));
                        default -> operator.accepts(Collation.compare(shown, asked));
                    };
            return holds ? (row, rows) -> true : Condition.never();
        });
    }

    /** Where the carrier is, through active links. */
    private Optional<ParseResult<Condition>> ofCarrier() {
        return name.equals(CARRIER_FACILITY)
                ? Optional.of(ids("id")
                        .then(ids -> ParseResult.value(Condition.idIn(
                                union(ids, facility -> active(CarrierFac.FAC_ID, facility, CarrierFac.CARRIER_ID))))))
                : ofOther();
    }

    private ParseResult<Condition> whereIs() {
        return IpAddress.parse(value)
                .map(address -> ParseResult.value(
                        Condition.of((row, rows) -> row.get(IxPfx.PREFIX).contains(address))))
                .orElseGet(() -> ParseResult.problem("'" + value + "' does not appear to be an IPv4 or IPv6 address"));
    }

    private ParseResult<Condition> organizationOfAsn() {
        OptionalLong number = LenientNumbers.wholeNumber(value);
        if (number.isEmpty()) {
            return ParseResult.problem(FieldFilter.expectedNumber("asn", value));
        }
        BitSet ids = new BitSet();
        networks(number.getAsLong()).forEach(net -> ids.set((int) (long) net.get(Net.ORG_ID)));
        return ParseResult.value(Condition.idIn(ids));
    }

    private Condition ipBlock() {
        Condition starts = (row, rows) ->
                row.isActive() && row.get(IxPfx.PREFIX).toString().startsWith(value);
        return Condition.idIn(idsOf(Filters.select(visible, IxPfx.TYPE, starts).stream()
                .map(prefix -> visible.find(IxLan.TYPE, prefix.get(IxPfx.IXLAN_ID)))
                .flatMap(Stream::ofNullable)));
    }

    private ParseResult<Condition> capacity() {
        Optional<Operator> operator = name.equals("capacity")
                ? Optional.of(Operator.EXACT)
                : Operator.ofSuffix(name.substring("capacity__".length()));
        Operator op = operator.orElse(Operator.EXACT);
        if (op == Operator.CONTAINS) {
            return ParseResult.value(capacity(sum -> TextMatch.containing(value).test(Long.toString(sum))));
        }
        if (op == Operator.STARTSWITH) {
            return ParseResult.value(
                    capacity(sum -> TextMatch.startingWith(value).test(Long.toString(sum))));
        }
        String[] items = op == Operator.IN ? value.split(",", -1) : new String[] {value};
        long[] bounds = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            OptionalLong bound = LenientNumbers.wholeNumber(items[i]);
            if (bound.isEmpty()) {
                return ParseResult.problem(FieldFilter.expectedNumber("capacity", items[i]));
            }
            bounds[i] = bound.getAsLong();
        }
        return ParseResult.value(
                capacity(sum -> LongStream.of(bounds).anyMatch(bound -> op.accepts(Long.compare(sum, bound)))));
    }

    /** Exchanges with peers, by the sum of their speeds. */
    private static Condition capacity(LongPredicate test) {
        return (row, rows) -> {
            List<Row> peers = rows.referring(NetIxLan.IXLAN_ID, row.id()).stream()
                    .filter(Row::isActive)
                    .toList();
            long sum =
                    peers.stream().mapToLong(peer -> peer.get(NetIxLan.SPEED)).sum();
            return !peers.isEmpty() && test.test(sum);
        };
    }

    private ParseResult<Condition> asnOverlap(Function<Long, List<Row>> ofNetwork) {
        String[] asns = value.split(",", -1);
        if (asns.length < 2) {
            return ParseResult.problem("['Need to specify at least two asns']");
        }
        if (asns.length > MAX_ASNS) {
            return ParseResult.problem("['Can only compare a maximum of " + MAX_ASNS + " asns']");
        }
        BitSet common = null;
        for (String asn : asns) {
            OptionalLong number = LenientNumbers.wholeNumber(asn);
            if (number.isEmpty()) {
                return ParseResult.problem(FieldFilter.expectedNumber("asn", asn));
            }
            BitSet here = new BitSet();
            networks(number.getAsLong())
                    .forEach(net -> ofNetwork.apply(net.id()).forEach(row -> here.set((int) row.id())));
            if (common == null) {
                common = here;
            } else {
                common.and(here);
            }
        }
        return ParseResult.value(Condition.idIn(common == null ? new BitSet() : common));
    }

    /** The search of the pages, for one type: what it looks through is for everybody. */
    private ParseResult<Condition> nameSearch() {
        return ParseResult.value(Condition.idIn(search.ids(value, type, visible.snapshot())));
    }

    private Stream<Row> networks(long asn) {
        return Asn.parse(Long.toString(asn)).stream()
                .flatMap(number -> Filters.select(
                        visible,
                        Net.TYPE,
                        Condition.indexed(Net.ASN, number, (row, rows) -> number.equals(row.find(Net.ASN))))
                        .stream());
    }

    private List<Row> networksAtExchange(long ix) {
        return active(NetIxLan.IXLAN_ID, ix, NetIxLan.NET_ID);
    }

    private List<Row> networksInFacility(long fac) {
        return active(NetFac.FAC_ID, fac, NetFac.NET_ID);
    }

    private List<Row> facilitiesOfNetwork(long net) {
        return active(NetFac.NET_ID, net, NetFac.FAC_ID);
    }

    private List<Row> exchangesOfNetwork(long net) {
        return active(NetIxLan.NET_ID, net, NetIxLan.IXLAN_ID);
    }

    /** Where its networks are and its exchanges; here the reference doesn't look at the status of links. */
    private List<Row> facilitiesOfOrganization(long org) {
        return Stream.concat(
                        linkedWith(Net.ORG_ID, org, NetFac.NET_ID, NetFac.FAC_ID),
                        linkedWith(Ix.ORG_ID, org, IxFac.IX_ID, IxFac.FAC_ID))
                .toList();
    }

    /** Where its networks are, and those in its facilities. */
    private List<Row> exchangesOfOrganization(long org) {
        return Stream.concat(
                        linkedWith(Net.ORG_ID, org, NetIxLan.NET_ID, NetIxLan.IXLAN_ID),
                        linkedWith(Fac.ORG_ID, org, IxFac.FAC_ID, IxFac.IX_ID))
                .toList();
    }

    private Stream<Row> linkedWith(Field<Long> owner, long org, Field<Long> here, Field<Long> there) {
        return visible.referring(owner, org).stream()
                .flatMap(owned -> visible.referring(here, owned.id()).stream())
                .map(link -> visible.find(there.target(), link.get(there)))
                .flatMap(Stream::ofNullable);
    }

    /** The rows at the other end of active links. */
    private List<Row> active(Field<Long> here, long id, Field<Long> there) {
        return visible.referring(here, id).stream()
                .filter(Row::isActive)
                .map(link -> visible.find(there.target(), link.get(there)))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private ParseResult<long[]> ids(String field) {
        return ids(bad -> FieldFilter.expectedNumber(field, bad));
    }

    private ParseResult<long[]> literalIds() {
        return ids(bad -> "invalid literal for int() with base 10: '" + bad + "'");
    }

    private ParseResult<long[]> ids(Function<String, String> problem) {
        String[] items = value.split(",", -1);
        long[] ids = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            OptionalLong id = LenientNumbers.wholeNumber(items[i]);
            if (id.isEmpty()) {
                return ParseResult.problem(problem.apply(items[i]));
            }
            ids[i] = id.getAsLong();
        }
        return ParseResult.value(ids);
    }

    private static BitSet union(long[] ids, Function<Long, List<Row>> rows) {
        BitSet all = new BitSet();
        for (long id : ids) {
            rows.apply(id).forEach(row -> all.set((int) row.id()));
        }
        return all;
    }

    private static BitSet intersection(long[] ids, Function<Long, List<Row>> rows) {
        BitSet common = union(new long[] {ids[0]}, rows);
        for (long id : ids) {
            common.and(union(new long[] {id}, rows));
        }
        return common;
    }

    private static BitSet idsOf(Stream<Row> rows) {
        BitSet ids = new BitSet();
        rows.forEach(row -> ids.set((int) row.id()));
        return ids;
    }
}
