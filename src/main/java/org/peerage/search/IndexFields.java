package org.peerage.search;

import java.util.Map;

/** The names of the index's fields, and under which names queries know them. */
final class IndexFields {
    static final String KEY = "key";
    static final String TYPE = "type";
    static final String ID = "id";
    static final String FULL_NAME = "whole";
    static final String NAME = "name";
    static final String ALIAS = "alias";
    static final String ORG = "org";
    static final String PLACE = "place";
    static final String ASN = "asn";
    static final String AS_SET = "as_set";
    static final String SIZE = "size";
    static final String CITY = "city";
    static final String STATE = "state";
    static final String COUNTRY = "country";
    static final String ZIP = "zipcode";
    static final String ADDRESS = "address";
    static final String POLICY = "policy";
    static final String SCOPE = "scope";
    static final String KIND = "kind";
    static final String REGION = "region";
    static final String WEBSITE = "website";

    /** What may stand before a colon. Addresses and distances are no fields of the index, but are written like them. */
    static final Map<String, String> IN_QUERIES = Map.ofEntries(
            Map.entry("name", NAME),
            Map.entry("aka", ALIAS),
            Map.entry("name_long", ALIAS),
            Map.entry("alias", ALIAS),
            Map.entry("org", ORG),
            Map.entry("organization", ORG),
            Map.entry("org_name", ORG),
            Map.entry("asn", ASN),
            Map.entry("as_set", AS_SET),
            Map.entry("as-set", AS_SET),
            Map.entry("irr_as_set", AS_SET),
            Map.entry("type", TYPE),
            Map.entry("in", TYPE),
            Map.entry("city", CITY),
            Map.entry("state", STATE),
            Map.entry("country", COUNTRY),
            Map.entry("zip", ZIP),
            Map.entry("zipcode", ZIP),
            Map.entry("address", ADDRESS),
            Map.entry("address1", ADDRESS),
            Map.entry("policy", POLICY),
            Map.entry("policy_general", POLICY),
            Map.entry("scope", SCOPE),
            Map.entry("info_scope", SCOPE),
            Map.entry("kind", KIND),
            Map.entry("info_type", KIND),
            Map.entry("region", REGION),
            Map.entry("region_continent", REGION),
            Map.entry("website", WEBSITE),
            Map.entry("ip", "ip"),
            Map.entry("prefix", "ip"),
            Map.entry("near", "near"),
            Map.entry("distance", "distance"),
            Map.entry("km", "distance"));

    private IndexFields() {}
}
