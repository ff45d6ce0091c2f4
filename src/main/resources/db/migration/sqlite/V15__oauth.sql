-- The identity provider (docs/spec/identity.md): applications, what people let in, codes, tokens, and the keys that sign id_tokens.
-- Secrets, codes and tokens are random, and kept as SHA-256. Times are seconds since the epoch.

alter table session add column amr text not null default ''; -- how it was opened, RFC 8176, parted by blanks

create table oauth_application (
    id integer primary key autoincrement,
    client_id text not null unique,
    name text not null,
    user_id bigint references user_account (id) on delete cascade, -- null: an organization's
    org_id bigint, -- null: a person's
    public boolean not null, -- has no secret
    redirect_uris text not null, -- parted by blanks, like the next two
    post_logout_redirect_uris text not null default '',
    allowed_origins text not null default '',
    skip_consent boolean not null default false,
    version integer not null default 1, -- counts changes of what people consented to: name, redirects, owner
    created bigint not null,
    check ((user_id is null) <> (org_id is null))
);

create index oauth_application_user on oauth_application (user_id);
create index oauth_application_org on oauth_application (org_id);

create table oauth_secret (
    id integer primary key autoincrement,
    application_id bigint not null references oauth_application (id) on delete cascade,
    hash text not null,
    created bigint not null,
    expires bigint -- null: until it is replaced
);

create index oauth_secret_application on oauth_secret (application_id);

-- What a person allowed an application, and which version of it they saw.
create table oauth_consent (
    user_id bigint not null references user_account (id) on delete cascade,
    application_id bigint not null references oauth_application (id) on delete cascade,
    scope text not null,
    version integer not null,
    created bigint not null,
    last_used bigint not null,
    primary key (user_id, application_id)
);

create index oauth_consent_application on oauth_consent (application_id);

-- One sign-in at an application: all that came from one code. Without the row its code and tokens are worth nothing.
create table oauth_grant (
    id integer primary key autoincrement,
    application_id bigint not null references oauth_application (id) on delete cascade,
    user_id bigint not null references user_account (id) on delete cascade,
    scope text not null,
    nonce text not null,
    auth_time bigint not null,
    amr text not null,
    created bigint not null,
    expires bigint not null -- when the last token of it ends
);

create index oauth_grant_application on oauth_grant (application_id);
create index oauth_grant_user on oauth_grant (user_id);
create index oauth_grant_expires on oauth_grant (expires);

create table oauth_code (
    hash text primary key,
    grant_id bigint not null references oauth_grant (id) on delete cascade,
    redirect_uri text not null, -- as the request named it; empty: it named none
    code_challenge text not null, -- S256; empty: none
    expires bigint not null,
    used boolean not null default false
) without rowid;

create index oauth_code_grant on oauth_code (grant_id);

create table oauth_token (
    hash text primary key,
    kind text not null check (kind in ('access', 'refresh')),
    grant_id bigint not null references oauth_grant (id) on delete cascade,
    scope text not null,
    created bigint not null,
    expires bigint not null,
    used boolean not null default false -- a refresh token that was exchanged for the next one
) without rowid;

create index oauth_token_grant on oauth_token (grant_id);
create index oauth_token_expires on oauth_token (expires);

create table oauth_signing_key (
    kid text primary key,
    jwk text not null, -- with the private part
    active_from bigint not null,
    created bigint not null
);
