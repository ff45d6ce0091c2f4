-- The registry: a table for each type, a column for each field of its declaration in org.peerage.registry.types.
-- Times are seconds since 1970. Deleted rows stay; what must be unique is unique among the others.

CREATE TABLE org (
    id BIGINT PRIMARY KEY,
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
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL,
    restrict_user_emails BOOLEAN NOT NULL,
    email_domains TEXT NOT NULL,
    periodic_reauth BOOLEAN NOT NULL,
    periodic_reauth_period TEXT NOT NULL,
    org_flags BIGINT NOT NULL,
    geocode_status BOOLEAN NOT NULL,
    geocode_date BIGINT
);

CREATE TABLE campus (
    id BIGINT PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_long TEXT,
    notes TEXT NOT NULL,
    aka TEXT,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    logo TEXT,
    version BIGINT NOT NULL
);

CREATE TABLE fac (
    id BIGINT PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    campus_id BIGINT REFERENCES campus (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT,
    social_media TEXT NOT NULL,
    clli TEXT NOT NULL,
    rencode TEXT NOT NULL,
    npanxx TEXT NOT NULL,
    notes TEXT NOT NULL,
    net_count BIGINT NOT NULL,
    ix_count BIGINT NOT NULL,
    carrier_count BIGINT NOT NULL,
    sales_email TEXT NOT NULL,
    sales_phone TEXT NOT NULL,
    tech_email TEXT NOT NULL,
    tech_phone TEXT NOT NULL,
    available_voltage_services TEXT,
    diverse_serving_substations BOOLEAN,
    property TEXT,
    region_continent TEXT NOT NULL,
    status_dashboard TEXT,
    logo TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    address1 TEXT NOT NULL,
    address2 TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    state TEXT NOT NULL,
    zipcode TEXT NOT NULL,
    floor TEXT NOT NULL,
    suite TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    version BIGINT NOT NULL,
    geocode_status BOOLEAN NOT NULL,
    geocode_date BIGINT
);

CREATE TABLE net (
    id BIGINT PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    asn BIGINT NOT NULL,
    looking_glass TEXT NOT NULL,
    route_server TEXT NOT NULL,
    irr_as_set TEXT NOT NULL,
    info_types TEXT,
    info_prefixes4 BIGINT,
    info_prefixes6 BIGINT,
    info_traffic TEXT NOT NULL,
    info_ratio TEXT NOT NULL,
    info_scope TEXT NOT NULL,
    info_unicast BOOLEAN NOT NULL,
    info_multicast BOOLEAN NOT NULL,
    info_ipv6 BOOLEAN NOT NULL,
    info_never_via_route_servers BOOLEAN NOT NULL,
    ix_count BIGINT NOT NULL,
    fac_count BIGINT NOT NULL,
    notes TEXT NOT NULL,
    netixlan_updated BIGINT,
    netfac_updated BIGINT,
    poc_updated BIGINT,
    policy_url TEXT NOT NULL,
    policy_general TEXT NOT NULL,
    policy_locations TEXT NOT NULL,
    policy_ratio BOOLEAN NOT NULL,
    policy_contracts TEXT NOT NULL,
    allow_ixp_update BOOLEAN NOT NULL,
    ixp_update_exclude TEXT NOT NULL,
    status_dashboard TEXT,
    rir_status TEXT,
    rir_status_updated BIGINT,
    logo TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL,
    notes_private TEXT NOT NULL
);

CREATE TABLE ix (
    id BIGINT PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    region_continent TEXT NOT NULL,
    notes TEXT NOT NULL,
    proto_unicast BOOLEAN NOT NULL,
    proto_multicast BOOLEAN NOT NULL,
    proto_ipv6 BOOLEAN NOT NULL,
    website TEXT,
    social_media TEXT NOT NULL,
    url_stats TEXT NOT NULL,
    tech_email TEXT NOT NULL,
    tech_phone TEXT NOT NULL,
    policy_email TEXT NOT NULL,
    policy_phone TEXT NOT NULL,
    sales_phone TEXT NOT NULL,
    sales_email TEXT NOT NULL,
    net_count BIGINT NOT NULL,
    fac_count BIGINT NOT NULL,
    ixf_net_count BIGINT NOT NULL,
    ixf_last_import BIGINT,
    ixf_import_request BIGINT,
    ixf_import_request_status TEXT NOT NULL,
    service_level TEXT NOT NULL,
    terms TEXT NOT NULL,
    status_dashboard TEXT,
    logo TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE ixlan (
    id BIGINT PRIMARY KEY,
    ix_id BIGINT NOT NULL REFERENCES ix (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    descr TEXT NOT NULL,
    mtu BIGINT NOT NULL,
    rs_asn BIGINT,
    arp_sponge TEXT,
    ixf_ixp_member_list_url TEXT,
    ixf_ixp_member_list_url_visible TEXT NOT NULL,
    ixf_ixp_import_enabled BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL,
    vlan BIGINT
);

CREATE TABLE ixpfx (
    id BIGINT PRIMARY KEY,
    ixlan_id BIGINT NOT NULL REFERENCES ixlan (id) DEFERRABLE INITIALLY DEFERRED,
    protocol TEXT NOT NULL,
    prefix TEXT NOT NULL,
    in_dfz BOOLEAN NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL,
    notes TEXT NOT NULL
);

CREATE TABLE carrier (
    id BIGINT PRIMARY KEY,
    org_id BIGINT NOT NULL REFERENCES org (id) DEFERRABLE INITIALLY DEFERRED,
    name TEXT NOT NULL,
    aka TEXT NOT NULL,
    name_long TEXT NOT NULL,
    website TEXT NOT NULL,
    social_media TEXT NOT NULL,
    notes TEXT NOT NULL,
    fac_count BIGINT NOT NULL,
    logo TEXT,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE carrierfac (
    id BIGINT PRIMARY KEY,
    carrier_id BIGINT NOT NULL REFERENCES carrier (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id BIGINT NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE ixfac (
    id BIGINT PRIMARY KEY,
    ix_id BIGINT NOT NULL REFERENCES ix (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id BIGINT NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE netfac (
    id BIGINT PRIMARY KEY,
    net_id BIGINT NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    fac_id BIGINT NOT NULL REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE poc (
    id BIGINT PRIMARY KEY,
    net_id BIGINT NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    role TEXT NOT NULL,
    visible TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    url TEXT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

CREATE TABLE netixlan (
    id BIGINT PRIMARY KEY,
    net_id BIGINT NOT NULL REFERENCES net (id) DEFERRABLE INITIALLY DEFERRED,
    ixlan_id BIGINT NOT NULL REFERENCES ixlan (id) DEFERRABLE INITIALLY DEFERRED,
    notes TEXT NOT NULL,
    speed BIGINT NOT NULL,
    asn BIGINT NOT NULL,
    ipaddr4 TEXT,
    ipaddr6 TEXT,
    is_rs_peer BOOLEAN NOT NULL,
    bfd_support BOOLEAN NOT NULL,
    operational BOOLEAN NOT NULL,
    net_side_id BIGINT REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    ix_side_id BIGINT REFERENCES fac (id) DEFERRABLE INITIALLY DEFERRED,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('ok', 'pending', 'deleted')),
    version BIGINT NOT NULL
);

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
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
INSERT INTO registry_head (only_row, version, changed_at) VALUES (1, 0, 0);

-- What changed, one row for each object that a write touched. A bulk load is one row, of type '*'.
CREATE TABLE change (
    version BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT,
    operation TEXT NOT NULL,
    type TEXT NOT NULL,
    object_id BIGINT,
    before_json TEXT,
    after_json TEXT,
    PRIMARY KEY (version, seq)
);
CREATE INDEX change_object ON change (type, object_id, version);

-- Effects to be delivered after the write they belong to: mail, tickets, webhooks.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    delivered_at BIGINT
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL;
