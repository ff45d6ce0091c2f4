-- What member lists propose to networks, and what is told of imports. Times are seconds since the epoch.

-- What a network has to decide. What it means now is worked out when it is read: connections may have changed meanwhile.
create table ixf_proposal (
    id integer primary key autoincrement,
    ixlan_id integer not null,
    asn integer not null,
    subject text not null, -- the connection, as row:<id>, or the addresses of a new one
    kind text not null, -- add, modify or delete
    content text not null, -- JSON
    signature text not null, -- of what is proposed: the same as long as nothing that counts changes
    reason text not null,
    errors text not null, -- JSON: by field, why it cannot be done as it is
    pointer text not null, -- into the feed; '': it has nothing of it
    entry text not null, -- what is there, JSON
    created_at integer not null,
    seen_at integer not null, -- by an import
    dismissed text not null, -- signature of what was dismissed; '': nothing
    dismissed_by text not null,
    dismissed_why text not null,
    told text not null, -- signature of what both sides were told; '': nothing yet
    ticket_at integer not null, -- when those who look after the registry were told; 0: not
    reminders integer not null, -- of a connection that the exchange no longer has
    reminded_at integer not null,
    unique (ixlan_id, asn, subject)
);
create index ixf_proposal_asn on ixf_proposal (asn);

-- What will be told, or was: mails are made of all that one recipient is told in a run.
create table ixf_notice (
    id integer primary key autoincrement,
    audience text not null, -- network, exchange or staff
    ixlan_id integer not null,
    asn integer not null, -- 0: of no network
    kind text not null,
    content text not null, -- in words
    recipient text not null, -- instead of the exchange's contacts; '': nobody
    created_at integer not null,
    closed_at integer not null, -- 0: not yet
    outcome text not null -- sent, muted, off, nobody; '': not yet
);
create index ixf_notice_open on ixf_notice (closed_at, ixlan_id);
create index ixf_notice_asn on ixf_notice (asn, id);

-- What was told last, so that it is not told again while it stays the same.
create table ixf_told (
    ixlan_id integer not null,
    asn integer not null, -- 0: of no network
    topic text not null,
    signature text not null,
    told_at integer not null,
    primary key (ixlan_id, asn, topic)
);

-- Who wants no mails about imports: a network of all exchanges (0) or of one, or an exchange.
create table ixf_mute (
    audience text not null,
    subject_id integer not null, -- of the network or exchange
    ix_id integer not null,
    muted_by text not null,
    muted_at integer not null,
    primary key (audience, subject_id, ix_id)
);

-- Networks that have let exchanges change their connections: what was proposed to them is to be done.
create table ixf_switched (
    net_id integer primary key
);

alter table ixf_run add column report text not null default '{}'; -- JSON: totals of both sides, and findings

create index ixf_log_action on ixf_log (action, created_at);
