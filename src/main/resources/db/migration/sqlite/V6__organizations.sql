-- What organizations ask of their members, who asks to join, and who is invited. Times are seconds since the epoch.
-- org_id names a row of the registry's table org; no foreign key, for accounts may be loaded before it.

create table org_policy (
    org_id bigint primary key,
    second_factor boolean not null default false,
    email_domains text not null default '', -- parted by blanks; empty: any
    reauth text not null default '' check (reauth in ('', '1w', '2w', '1m', '3m', '6m', '1y')),
    reauth_since bigint not null default 0
);

-- Who has a second factor of any kind.
create view second_factor_holder as
    select user_id from authenticator where confirmed
    union
    select user_id from passkey;

-- When people last showed that their address is still theirs, and the link that was mailed for it.
create table identity_check (
    user_id bigint primary key references user_account (id) on delete cascade,
    confirmed bigint not null default 0,
    token_hash text,
    token_expires bigint
);

create table affiliation (
    id integer primary key autoincrement,
    user_id bigint not null references user_account (id) on delete cascade,
    org_id bigint,
    org_name text not null default '',
    asn bigint,
    status text not null default 'pending' check (status in ('pending', 'approved', 'denied', 'canceled')),
    created bigint not null,
    decided bigint,
    decided_by text not null default ''
);

create index affiliation_user on affiliation (user_id, status);
create index affiliation_org on affiliation (org_id, status);

create table org_invitation (
    id integer primary key autoincrement,
    org_id bigint not null,
    email text not null, -- in lower case
    role text not null check (role in ('member', 'admin')),
    invited_by text not null,
    created bigint not null,
    expires bigint not null
);

create unique index org_invitation_email on org_invitation (org_id, email);
create index org_invitation_address on org_invitation (email);
