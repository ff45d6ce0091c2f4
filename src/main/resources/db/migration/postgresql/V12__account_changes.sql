-- Which accounts, keys and policies each version of the accounts changed, so that processes read those anew, and not all.
-- kind 'version' marks a version by chance: where another history gave the same number, the mark is another one.
-- Triggers write it, so programs that do not know of it do as well. Old versions are forgotten now and then.

create table account_change (
    version bigint not null,
    kind text not null check (kind in ('version', 'user', 'key', 'org')),
    subject bigint not null,
    primary key (version, kind, subject)
);

insert into account_change (version, kind, subject) select version, 'version', (random() * 9007199254740991)::bigint from account_version;

create function peerage_account_version() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then -- a history that begins, as in a restored copy
        delete from account_change;
    end if;
    insert into account_change (version, kind, subject)
        values (new.version, 'version', (random() * 9007199254740991)::bigint);
    return null;
end $$;

create trigger account_version_counted after update of version on account_version
    for each row when (new.version <> old.version) execute function peerage_account_version();
create trigger account_version_begun after insert on account_version
    for each row execute function peerage_account_version();

-- Its arguments: the kind, and the column that names the subject.
create function peerage_account_change() returns trigger language plpgsql as $$
begin
    if tg_op <> 'DELETE' then
        insert into account_change (version, kind, subject)
            select version, tg_argv[0], (to_jsonb(new) ->> tg_argv[1])::bigint from account_version
            on conflict do nothing;
    end if;
    if tg_op <> 'INSERT' then
        insert into account_change (version, kind, subject)
            select version, tg_argv[0], (to_jsonb(old) ->> tg_argv[1])::bigint from account_version
            on conflict do nothing;
    end if;
    return null;
end $$;

create trigger user_account_changed after insert or delete or update on user_account
    for each row execute function peerage_account_change('user', 'id');
create trigger org_membership_changed after insert or delete or update on org_membership
    for each row execute function peerage_account_change('user', 'user_id');
create trigger user_grant_changed after insert or delete or update on user_grant
    for each row execute function peerage_account_change('user', 'user_id');
create trigger user_email_changed after insert or delete or update of user_id, email, confirmed on user_email
    for each row execute function peerage_account_change('user', 'user_id');
create trigger authenticator_changed after insert or delete or update of user_id, confirmed on authenticator
    for each row execute function peerage_account_change('user', 'user_id');
create trigger passkey_changed after insert or delete or update of user_id on passkey
    for each row execute function peerage_account_change('user', 'user_id');
create trigger identity_check_changed after insert or delete or update of user_id, confirmed on identity_check
    for each row execute function peerage_account_change('user', 'user_id');
create trigger api_key_changed after insert or delete or update of id, kind, user_id, org_id, name, email, prefix, hash, readonly, status, created, expires,
        allowed_networks on api_key
    for each row execute function peerage_account_change('key', 'id');
create trigger api_key_grant_changed after insert or delete or update on api_key_grant
    for each row execute function peerage_account_change('key', 'key_id');
create trigger org_policy_changed after insert or delete or update on org_policy
    for each row execute function peerage_account_change('org', 'org_id');
