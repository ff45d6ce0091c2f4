-- What staff does: ids of rows that were erased, switches of the running site, and reading the audit by time and actor.

-- The highest id of a type that an erased row had: it is not given out again.
create table spent_id (
    type text primary key,
    id bigint not null
);

-- What is set while the site runs. Times are seconds since the epoch.
create table setting (
    name text primary key,
    content text not null,
    changed_at bigint not null,
    changed_by text not null
);

create index audit_at on audit (at);
create index audit_actor on audit (actor, at);
