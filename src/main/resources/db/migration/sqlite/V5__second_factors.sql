-- Further addresses, second factors, and devices that skip them. Secrets that need not be read again are kept as hashes.
-- Times are seconds since the epoch.

-- The primary address of an account is its own column; these are the others.
create table user_email (
    id integer primary key autoincrement,
    user_id bigint not null references user_account (id) on delete cascade,
    email text not null,
    confirmed boolean not null default false,
    created bigint not null
);

create unique index user_email_own on user_email (user_id, lower(email));
-- Anybody may claim an address; it is one person's when confirmed.
create unique index user_email_confirmed on user_email (lower(email)) where confirmed;

-- Takes the place of account_token, with more kinds, and links that are for nobody in particular yet.
create table account_link (
    hash text primary key,
    user_id bigint references user_account (id) on delete cascade,
    kind text not null,
    email text not null,
    expires bigint not null
);

insert into account_link (hash, user_id, kind, email, expires)
    select hash, user_id, kind, email, expires from account_token;

drop table account_token;

create index account_link_user on account_link (user_id);

-- An app that shows codes (RFC 6238). The secret has to be read to check a code.
create table authenticator (
    id integer primary key autoincrement,
    user_id bigint not null references user_account (id) on delete cascade,
    name text not null,
    secret text not null,
    confirmed boolean not null default false,
    created bigint not null,
    last_used bigint,
    last_step bigint not null default 0
);

create index authenticator_user on authenticator (user_id);

create table backup_code (
    user_id bigint not null references user_account (id) on delete cascade,
    hash text not null,
    primary key (user_id, hash)
);

-- A WebAuthn credential; record is its attested credential data.
create table passkey (
    id integer primary key autoincrement,
    user_id bigint not null references user_account (id) on delete cascade,
    name text not null,
    credential text not null unique,
    record text not null,
    sign_count bigint not null,
    created bigint not null,
    last_used bigint
);

create index passkey_user on passkey (user_id);

create table remembered_device (
    hash text primary key,
    user_id bigint not null references user_account (id) on delete cascade,
    created bigint not null,
    last_used bigint not null,
    expires bigint not null,
    address text not null,
    agent text not null
);

create index remembered_device_user on remembered_device (user_id);

-- Who gave the right password and has yet to show a second factor.
create table waiting_sign_in (
    hash text primary key,
    user_id bigint not null references user_account (id) on delete cascade,
    remember boolean not null,
    tries integer not null default 0,
    expires bigint not null
);

-- Words that were good once.
create table spent_word (
    hash text primary key,
    expires bigint not null
);

-- What this site signs words with, the same on all nodes.
create table site_secret (
    name text primary key,
    secret text not null
);

-- When the password was last given in a session.
alter table session add column confirmed bigint not null default 0;
