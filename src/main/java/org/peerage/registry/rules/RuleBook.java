package org.peerage.registry.rules;

import java.util.List;
import java.util.Map;
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
import org.peerage.schema.ObjectType;

/** Which rules hold for which type, in the order in which the reference finds them broken. */
public final class RuleBook {
    private static final long MAX_PREFIXES4 = 1_200_000;
    private static final long MAX_PREFIXES6 = 180_000;
    private static final String PREFIX_TAKEN = "This field must be unique.";

    private final Map<ObjectType, TypeRules> rules;

    /**
     * The rules of one type.
     *
     * @param first before any field is read
     * @param fields on single values; all of them are told together
     * @param whole on the row as a whole, once its fields are right; the first that is broken is told
     * @param saving what the reference finds out while it saves; likewise
     */
    public record TypeRules(List<Rule> first, List<Rule> fields, List<Rule> whole, List<Rule> saving) {}

    /**
     * The rules of this registry.
     *
     * @param contact the address that messages point to
     * @param suggestions the organization that holds what people suggest
     * @param documentationNumbers whether numbers for private use and documentation are taken
     */
    public RuleBook(String contact, long suggestions, boolean documentationNumbers) {
        rules = Map.ofEntries(
                Map.entry(Org.TYPE, organization()),
                Map.entry(Fac.TYPE, facility()),
                Map.entry(Net.TYPE, network(contact, documentationNumbers)),
                Map.entry(Ix.TYPE, exchange(suggestions, documentationNumbers)),
                Map.entry(IxLan.TYPE, lan()),
                Map.entry(IxPfx.TYPE, prefix(documentationNumbers)),
                Map.entry(NetIxLan.TYPE, peering()),
                Map.entry(Poc.TYPE, contact()),
                Map.entry(NetFac.TYPE, link(new UniquePair(NetFac.NET_ID, NetFac.FAC_ID))),
                Map.entry(IxFac.TYPE, link(new UniquePair(IxFac.IX_ID, IxFac.FAC_ID))),
                Map.entry(CarrierFac.TYPE, link(new UniquePair(CarrierFac.CARRIER_ID, CarrierFac.FAC_ID))),
                Map.entry(Carrier.TYPE, carrier()),
                Map.entry(Campus.TYPE, campus()));
    }

    public TypeRules of(ObjectType type) {
        TypeRules found = rules.get(type);
        if (found == null) {
            throw new IllegalArgumentException("no rules for " + type);
        }
        return found;
    }

    private static TypeRules organization() {
        return new TypeRules(
                List.of(),
                List.of(
                        new UniqueValue<>(Org.NAME, "Organization with this Name already exists."),
                        new TidyName(Org.NAME),
                        new NoFloor(Org.FLOOR)),
                List.of(),
                List.of());
    }

    private static TypeRules facility() {
        return new TypeRules(
                List.of(),
                List.of(
                        new UniqueValue<>(Fac.NAME, "Facility with this Name already exists."),
                        new TidyName(Fac.NAME),
                        new NoFloor(Fac.FLOOR),
                        new CountryGiven(),
                        new VoltagesAgree(),
                        new PhoneNumbers(Fac.COUNTRY, List.of(Fac.SALES_PHONE, Fac.TECH_PHONE))),
                List.of(
                        new PostalCode(),
                        new WebsiteKnown(Fac.WEBSITE, Fac.ORG_ID),
                        new FacilityPosition(),
                        new RegionOfCountry(),
                        new CampusWithinReach()),
                List.of(new ParentsUsable()));
    }

    private static TypeRules network(String contact, boolean documentationNumbers) {
        return new TypeRules(
                List.of(new AsnReadable(), new AsnNotDeleted(contact)),
                List.of(
                        new UniqueValue<>(Net.NAME, "Network with this Name already exists."),
                        new UniqueValue<>(Net.ASN, "Network with this ASN already exists."),
                        new TidyName(Net.NAME),
                        new AsSetReadable(),
                        new LegacyNetworkType(),
                        new PrefixCounts(Net.INFO_PREFIXES4, MAX_PREFIXES4),
                        new PrefixCounts(Net.INFO_PREFIXES6, MAX_PREFIXES6),
                        new UpdateExclusions()),
                List.of(new AsnAssigned(contact, documentationNumbers), new WebsiteKnown(Net.WEBSITE, Net.ORG_ID)),
                List.of(
                        new AsnStays(),
                        new OwnWebsite(Net.WEBSITE, Net.ORG_ID),
                        new UpdatesNeedContact(),
                        new AsnIsAuthors(contact),
                        new ParentsUsable()));
    }

    private static TypeRules exchange(long suggestions, boolean documentationNumbers) {
        return new TypeRules(
                List.of(),
                List.of(
                        new UniqueValue<>(Ix.NAME, "Internet Exchange with this Name already exists."),
                        new TidyName(Ix.NAME),
                        new PhoneNumbers(Ix.COUNTRY, List.of(Ix.TECH_PHONE, Ix.POLICY_PHONE, Ix.SALES_PHONE)),
                        new FirstPrefix(documentationNumbers),
                        new MemberListReadable()),
                List.of(new FirstPrefixGiven(), new WebsiteKnown(Ix.WEBSITE, Ix.ORG_ID)),
                List.of(
                        new OwnWebsite(Ix.WEBSITE, Ix.ORG_ID),
                        new NotSuggestedExchange(suggestions),
                        new ParentsUsable()));
    }

    private static TypeRules lan() {
        return new TypeRules(
                List.of(),
                List.of(new UniqueValue<>(IxLan.ARP_SPONGE, "This field must be unique."), new TidyName(IxLan.NAME)),
                List.of(new ImportHasSource()),
                List.of(new ParentsUsable()));
    }

    private static TypeRules prefix(boolean documentationNumbers) {
        return new TypeRules(
                List.of(),
                List.of(new UniqueValue<>(IxPfx.PREFIX, PREFIX_TAKEN), new PrefixUsable(documentationNumbers)),
                List.of(new InDfzRetired(), new PrefixProtocol(), new PrefixApart()),
                List.of(new ParentsUsable()));
    }

    private static TypeRules peering() {
        return new TypeRules(
                List.of(),
                List.of(),
                List.of(
                        new AddressGiven(),
                        new ContactBeforePeering(),
                        new AddressInPrefix(NetIxLan.IPADDR4, "IPv4"),
                        new AddressInPrefix(NetIxLan.IPADDR6, "IPv6"),
                        new AddressFree(),
                        new PeeringSpeed()),
                List.of(new ParentsUsable()));
    }

    private static TypeRules contact() {
        return new TypeRules(
                List.of(),
                List.of(new TidyName(Poc.NAME), new NotPrivate(), new PhoneNumbers(null, List.of(Poc.PHONE))),
                List.of(new ContactReachable()),
                List.of(new ParentsUsable()));
    }

    private static TypeRules link(Rule unique) {
        return new TypeRules(List.of(), List.of(), List.of(unique), List.of(new ParentsUsable()));
    }

    private static TypeRules carrier() {
        return new TypeRules(
                List.of(),
                List.of(
                        new UniqueValue<>(Carrier.NAME, "Carrier with this Name already exists."),
                        new TidyName(Carrier.NAME)),
                List.of(new WebsiteKnown(Carrier.WEBSITE, Carrier.ORG_ID)),
                List.of(new ParentsUsable()));
    }

    private static TypeRules campus() {
        return new TypeRules(
                List.of(),
                List.of(
                        new UniqueValue<>(Campus.NAME, "Campus with this Campus Name already exists."),
                        new TidyName(Campus.NAME)),
                List.of(new WebsiteKnown(Campus.WEBSITE, Campus.ORG_ID)),
                List.of(new ParentsUsable()));
    }
}
