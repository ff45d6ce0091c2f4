-- What exchanges say of the feeds of their LANs. Times are seconds since the epoch.

create table ixf_settings (
    ixlan_id integer primary key,
    counts_down boolean not null, -- connections that are disabled, in quarantine, … are there, and not operational
    vlans text not null, -- ids in the feed that are the LAN's, parted by blanks; '': any one
    exchange_ids text not null, -- likewise, of the exchange
    kept text not null, -- fields that the feed does not set, parted by blanks
    grace_days integer not null -- that a connection stays whose address the feed gives to another network
);

-- A request header that the server of a feed wants. The value is a secret: no page, export or log has it.
create table ixf_header (
    ixlan_id integer primary key,
    name text not null,
    content text not null, -- the secret
    url text not null, -- that it was entered for: at another it is not sent
    set_at integer not null
);

-- Addresses that networks keep for a while though the feed gives them to another one.
create table ixf_grace (
    ixlan_id integer not null,
    asn integer not null, -- of the network that keeps it
    address text not null,
    since integer not null, -- an import first found it
    primary key (ixlan_id, asn, address)
);
