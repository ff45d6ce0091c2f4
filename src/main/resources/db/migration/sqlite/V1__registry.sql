-- The registry: a table for each type, a column for each field of its declaration in org.peerage.registry.types.
-- Times are seconds since 1970. Deleted rows stay; what must be unique is unique among the others.

CREATE TABLE org (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    notes TEXT NOT NULL,
    logo TEXT,
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    state TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    floor TEXT NOT NULL,
    suite TEXT NOT NULL,
    latitude REAL,
    longitude REAL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL,
    restrict_user_emails INTEGER NOT NULL CHECK (restrict_user_emails IN (0, 1)),
    email_domains TEXT NOT NULL,
    periodic_reauth INTEGER NOT NULL CHECK (periodic_reauth IN (0, 1)),
    periodic_reauth_period TEXT NOT NULL,
    org_flags INTEGER NOT NULL,
    geocode_status INTEGER NOT NULL CHECK (geocode_status IN (0, 1)),
    geocode_date INTEGER
) STRICT;

CREATE TABLE campus (
    id INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_long TEXT,
    notes TEXT NOT NULL,
    aka TEXT,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    logo TEXT,
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE fac (
    id INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    campus_id INTEGER REFERENCES campus (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT,
    social_media TEXT NOT NULL,
    clli TEXT NOT NULL,
    rencode TEXT NOT NULL,
    npanxx TEXT NOT NULL,
    notes TEXT NOT NULL,
    net_count INTEGER NOT NULL,
    ix_count INTEGER NOT NULL,
    carrier_count INTEGER NOT NULL,
    sales_email TEXT NOT NULL,
    sales_phone TEXT NOT NULL,
    tech_email TEXT NOT NULL,
    tech_phone TEXT NOT NULL,
    available_voltage_services TEXT,
    diverse_serving_substations INTEGER CHECK (diverse_serving_substations IN (0, 1)),
    property TEXT,
    region_continent TEXT NOT NULL,
    status_dashboard TEXT,
    logo TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    state TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    floor TEXT NOT NULL,
    suite TEXT NOT NULL,
    latitude REAL,
    longitude REAL,
    version INTEGER NOT NULL,
    geocode_status INTEGER NOT NULL CHECK (geocode_status IN (0, 1)),
    geocode_date INTEGER
) STRICT;

CREATE TABLE net (
    id INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    asn INTEGER NOT NULL,
    looking_glass TEXT NOT NULL,
    route_server TEXT NOT NULL,
    irr_as_set TEXT NOT NULL,
    info_types TEXT,
    info_prefixes4 INTEGER,
    info_prefixes6 INTEGER,
    info_traffic TEXT NOT NULL,
    info_ratio TEXT NOT NULL,
    info_scope TEXT NOT NULL,
    info_unicast INTEGER NOT NULL CHECK (info_unicast IN (0, 1)),
    info_multicast INTEGER NOT NULL CHECK (info_multicast IN (0, 1)),
    info_ipv6 INTEGER NOT NULL CHECK (info_ipv6 IN (0, 1)),
    info_never_via_route_servers INTEGER NOT NULL CHECK (info_never_via_route_servers IN (0, 1)),
    ix_count INTEGER NOT NULL,
    fac_count INTEGER NOT NULL,
    notes TEXT NOT NULL,
    netixlan_updated INTEGER,
    netfac_updated INTEGER,
    poc_updated INTEGER,
    policy_url TEXT NOT NULL,
    policy_general TEXT NOT NULL,
    policy_locations TEXT NOT NULL,
    policy_ratio INTEGER NOT NULL CHECK (policy_ratio IN (0, 1)),
    policy_contracts TEXT NOT NULL,
    allow_ixp_update INTEGER NOT NULL CHECK (allow_ixp_update IN (0, 1)),
    ixp_update_exclude TEXT NOT NULL,
    status_dashboard TEXT,
    rir_status TEXT,
    rir_status_updated INTEGER,
    logo TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL,
    notes_private TEXT NOT NULL
) STRICT;

CREATE TABLE ix (
    id INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    region_continent TEXT NOT NULL,
    notes TEXT NOT NULL,
    proto_unicast INTEGER NOT NULL CHECK (proto_unicast IN (0, 1)),
    proto_multicast INTEGER NOT NULL CHECK (proto_multicast IN (0, 1)),
    proto_ipv6 INTEGER NOT NULL CHECK (proto_ipv6 IN (0, 1)),
    website TEXT,
    social_media TEXT NOT NULL,
    url_stats TEXT NOT NULL,
    tech_email TEXT NOT NULL,
    tech_phone TEXT NOT NULL,
    policy_email TEXT NOT NULL,
    policy_phone TEXT NOT NULL,
    sales_phone TEXT NOT NULL,
    sales_email TEXT NOT NULL,
    net_count INTEGER NOT NULL,
    fac_count INTEGER NOT NULL,
    ixf_net_count INTEGER NOT NULL,
    ixf_last_import INTEGER,
    ixf_import_request INTEGER,
    ixf_import_request_status TEXT NOT NULL,
    service_level TEXT NOT NULL,
    terms TEXT NOT NULL,
    status_dashboard TEXT,
    logo TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE ixlan (
    id INTEGER PRIMARY KEY,
    ix_id INTEGER NOT NULL REFERENCES ix (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    descr TEXT NOT NULL,
    mtu INTEGER NOT NULL,
    rs_asn INTEGER,
    arp_sponge TEXT,
    ixf_ixp_member_list_url TEXT,
    ixf_ixp_member_list_url_visible TEXT NOT NULL,
    ixf_ixp_import_enabled INTEGER NOT NULL CHECK (ixf_ixp_import_enabled IN (0, 1)),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL,
    vlan INTEGER
) STRICT;

CREATE TABLE ixpfx (
    id INTEGER PRIMARY KEY,
    ixlan_id INTEGER NOT NULL REFERENCES ixlan (id) DEFERRABLE INITIALLY DEFERRED,
    protocol TEXT NOT NULL,
    prefix TEXT NOT NULL,
    in_dfz INTEGER NOT NULL CHECK (in_dfz IN (0, 1)),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL,
    notes TEXT NOT NULL
) STRICT;

CREATE TABLE carrier (
    id INTEGER PRIMARY KEY,
    org_id INTEGER NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    notes TEXT NOT NULL,
    fac_count INTEGER NOT NULL,
    logo TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE carrierfac (
    id INTEGER PRIMARY KEY,
    carrier_id INTEGER NOT NULL REFERENCES carrier (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id INTEGER NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE ixfac (
    id INTEGER PRIMARY KEY,
    ix_id INTEGER NOT NULL REFERENCES ix (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id INTEGER NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE netfac (
    id INTEGER PRIMARY KEY,
    net_id INTEGER NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id INTEGER NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE poc (
    id INTEGER PRIMARY KEY,
    net_id INTEGER NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL,
    visible TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    url TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE netixlan (
    id INTEGER PRIMARY KEY,
    net_id INTEGER NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    ixlan_id INTEGER NOT NULL REFERENCES ixlan (id) DEFERRABLE INITIALLY DEFERRED,
    notes TEXT NOT NULL,
    speed INTEGER NOT NULL,
    asn INTEGER NOT NULL,
    ipaddr4 TEXT,
    ipaddr6 TEXT,
    is_rs_peer INTEGER NOT NULL CHECK (is_rs_peer IN (0, 1)),
    bfd_support INTEGER NOT NULL CHECK (bfd_support IN (0, 1)),
    operational INTEGER NOT NULL CHECK (operational IN (0, 1)),
    net_side_id INTEGER REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    ix_side_id INTEGER REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version INTEGER NOT NULL
) STRICT;

-- Unique among active rows.
CREATE UNIQUE INDEX org_name_active ON org (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX campus_name_active ON campus (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX fac_name_active ON fac (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX net_name_active ON net (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX net_asn_active ON net (asn) WHERE status <> 'deleted';
CREATE UNIQUE INDEX ix_name_active ON ix (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX ixlan_arp_sponge_active ON ixlan (arp_sponge) WHERE status <> 'deleted';
CREATE UNIQUE INDEX ixpfx_prefix_active ON ixpfx (prefix) WHERE status <> 'deleted';
CREATE UNIQUE INDEX carrier_name_active ON carrier (lower(name)) WHERE status <> 'deleted';
CREATE UNIQUE INDEX netixlan_ipaddr4_active ON netixlan (ipaddr4) WHERE status <> 'deleted';
CREATE UNIQUE INDEX netixlan_ipaddr6_active ON netixlan (ipaddr6) WHERE status <> 'deleted';
CREATE UNIQUE INDEX ixfac_pair_active ON ixfac (ix_id, fac_id) WHERE status <> 'deleted';
CREATE UNIQUE INDEX netfac_pair_active ON netfac (net_id, fac_id) WHERE status <> 'deleted';
CREATE UNIQUE INDEX carrierfac_pair_active ON carrierfac (carrier_id, fac_id) WHERE status <> 'deleted';

-- Foreign keys are checked from the other side, too.
CREATE INDEX campus_org_id ON campus (org_id);
CREATE INDEX fac_org_id ON fac (org_id);
CREATE INDEX fac_campus_id ON fac (campus_id);
CREATE INDEX net_org_id ON net (org_id);
CREATE INDEX ix_org_id ON ix (org_id);
CREATE INDEX ixlan_ix_id ON ixlan (ix_id);
CREATE INDEX ixpfx_ixlan_id ON ixpfx (ixlan_id);
CREATE INDEX carrier_org_id ON carrier (org_id);
CREATE INDEX carrierfac_carrier_id ON carrierfac (carrier_id);
CREATE INDEX carrierfac_fac_id ON carrierfac (fac_id);
CREATE INDEX ixfac_ix_id ON ixfac (ix_id);
CREATE INDEX ixfac_fac_id ON ixfac (fac_id);
CREATE INDEX netfac_net_id ON netfac (net_id);
CREATE INDEX netfac_fac_id ON netfac (fac_id);
CREATE INDEX poc_net_id ON poc (net_id);
CREATE INDEX netixlan_net_id ON netixlan (net_id);
CREATE INDEX netixlan_ixlan_id ON netixlan (ixlan_id);
CREATE INDEX netixlan_net_side_id ON netixlan (net_side_id);
CREATE INDEX netixlan_ix_side_id ON netixlan (ix_side_id);

-- The version of the registry: one row. Every write locks it first, which makes writes serial.
CREATE TABLE registry_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO registry_head (only_row, version, changed_at) VALUES (1, 0, 0);

-- What changed, one row for each object that a write touched. A bulk load is one row, of type '*'.
CREATE TABLE change (
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT,
    operation TEXT NOT NULL,
    type TEXT NOT NULL,
    object_id INTEGER,
    before_json TEXT,
    after_json TEXT,
    PRIMARY KEY (version, seq)
) STRICT;
CREATE INDEX change_object ON change (type, object_id, version);

-- Effects to be delivered after the write they belong to: mail, tickets, webhooks.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    delivered_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL;
