-- Imports of exchanges' member lists. Times are seconds since the epoch.

-- What is known of the feed of each LAN: the last good document, and what came of the last try.
create table ixf_feed (
    ixlan_id bigint primary key,
    url text not null,
    etag text not null,
    last_modified text not null,
    hash text not null, -- SHA-256 of the document; '': none yet
    size bigint not null, -- bytes, unpacked
    content bytea, -- gzip
    fetched_at bigint not null, -- of the document; 0: never
    tried_at bigint not null,
    error text not null, -- '': the last try went well
    failures bigint not null, -- in a row
    released text not null -- hash of the document whose held changes somebody let through; '': none
);

-- Each import. A row is made when it begins, so that two never import one LAN at once.
create table ixf_run (
    ixlan_id bigint not null,
    number bigint not null,
    cause text not null, -- daily, request or command
    began_at bigint not null,
    ended_at bigint not null, -- 0: not yet
    outcome text not null, -- running, done, failed
    error text not null,
    version bigint not null, -- of the registry; 0: nothing was written
    hash text not null,
    counts text not null, -- JSON
    primary key (ixlan_id, number)
);
create index ixf_run_began on ixf_run (began_at);

-- What imports did, line by line: rows changed, and what could not be.
create table ixf_log (
    ixlan_id bigint not null,
    number bigint not null,
    seq bigint not null,
    asn bigint not null,
    netixlan_id bigint not null, -- 0: none yet
    action text not null,
    line text not null, -- JSON
    created_at bigint not null,
    primary key (ixlan_id, number, seq)
);
create index ixf_log_asn on ixf_log (asn, created_at);

-- Why a version of the registry came to be, where there is more to say than who wrote it, such as ixf:26:7.
create table change_note (
    version bigint primary key,
    cause text not null,
    comment text not null
);
