-- Sessions in browsers, links that were mailed, and what was done to accounts and keys. Secrets are kept as hashes.
-- Times are seconds since the epoch.

create table session (
    hash text primary key,
    user_id bigint not null references user_account (id) on delete cascade,
    csrf text not null,
    created integer not null,
    last_used integer not null,
    expires integer not null,
    address text not null,
    agent text not null
);

create index session_of_user on session (user_id);
create index session_expires on session (expires);

create table account_token (
    hash text primary key,
    user_id bigint not null references user_account (id) on delete cascade,
    kind text not null check (kind in ('verify', 'reset')),
    email text not null,
    expires integer not null
);

create index account_token_user on account_token (user_id);

create table audit (
    id integer primary key autoincrement,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null,
    address text not null
);

create index audit_subject on audit (subject, at);
