-- Accounts, roles, grants and API keys (docs/spec/access.md). Times are seconds since the epoch.
-- org_id names a row of the registry's table org; no foreign key, for accounts may be loaded before it.

create table user_account (
    id integer primary key autoincrement,
    username text not null,
    username_folded text not null unique,
    email text,
    password_hash text not null,
    first_name text not null default '',
    last_name text not null default '',
    verified boolean not null default false,
    active boolean not null default true,
    superuser boolean not null default false,
    staff boolean not null default false,
    created bigint not null
);

create unique index user_account_email on user_account (lower(email));

create table org_membership (
    user_id bigint not null references user_account (id) on delete cascade,
    org_id bigint not null,
    role text not null check (role in ('member', 'admin')),
    primary key (user_id, org_id)
);

create index org_membership_org on org_membership (org_id);

create table user_grant (
    user_id bigint not null references user_account (id) on delete cascade,
    namespace text not null,
    bits integer not null check (bits between 0 and 15),
    primary key (user_id, namespace)
);

create table api_key (
    id integer primary key autoincrement,
    kind text not null check (kind in ('user', 'org')),
    user_id bigint references user_account (id) on delete cascade,
    org_id bigint,
    name text not null,
    email text,
    prefix text not null unique,
    hash text not null,
    readonly boolean not null default false,
    status text not null default 'active' check (status in ('active', 'inactive', 'revoked')),
    created bigint not null,
    expires bigint,
    last_used_at bigint,
    last_used_ip text,
    allowed_networks text, -- prefixes parted by blanks; null: from everywhere
    check ((kind = 'user' and user_id is not null and org_id is null)
        or (kind = 'org' and org_id is not null and user_id is null))
);

create index api_key_user on api_key (user_id);
create index api_key_org on api_key (org_id);

create table api_key_grant (
    key_id bigint not null references api_key (id) on delete cascade,
    namespace text not null,
    bits integer not null check (bits between 0 and 15),
    primary key (key_id, namespace)
);

-- Counts changes of the above, so that each process notices those of others.
create table account_version (
    id integer primary key check (id = 1),
    version bigint not null
);

insert into account_version (id, version) values (1, 0);
