-- What keys do and who is told of it. Times are seconds since the epoch.

alter table api_key add column scope_orgs text; -- of a person's key: ids parted by blanks; null: all of theirs
alter table api_key add column scope_kinds text; -- of a person's key: kinds of objects that it writes; null: all

create index api_key_hash on api_key (hash);
create index api_key_expires on api_key (expires);

-- The last requests with each key: a thousand, for thirty days.
create table key_log (
    id integer primary key autoincrement,
    key_id bigint not null references api_key (id) on delete cascade,
    at bigint not null,
    method text not null,
    path text not null,
    status integer not null,
    address text not null
);

create index key_log_key on key_log (key_id, id);
create index key_log_at on key_log (at);

-- From where each key was used: IPv4 /24, IPv6 /48.
create table key_network (
    key_id bigint not null references api_key (id) on delete cascade,
    network text not null,
    first_used bigint not null,
    primary key (key_id, network)
);

-- What owners are to be told of, until they are; triggers write it, whoever makes or revokes a key.
create table key_notice (
    key_id bigint not null references api_key (id) on delete cascade,
    kind text not null check (kind in ('made', 'revoked')),
    primary key (key_id, kind)
);

-- That a key ends soon is told once for each time.
create table key_ending_told (
    key_id bigint not null references api_key (id) on delete cascade,
    days integer not null,
    primary key (key_id, days)
);

create trigger api_key_made_notice after insert on api_key when new.kind = 'org' begin
    insert into key_notice (key_id, kind) values (new.id, 'made') on conflict do nothing;
end;
create trigger api_key_revoked_notice after update of status on api_key
        when new.status = 'revoked' and old.status <> 'revoked' begin
    insert into key_notice (key_id, kind) values (new.id, 'revoked') on conflict do nothing;
end;

-- What organizations ask of their members' sign-in (docs/spec/identity.md §9), and how a first step was taken.
alter table org_policy add column no_passwords boolean not null default false;
alter table org_policy add column no_totp boolean not null default false;
alter table org_policy add column passkey_and_more boolean not null default false;
alter table waiting_sign_in add column amr text not null default 'pwd';
