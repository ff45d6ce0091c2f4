-- Which accounts, keys and policies each version of the accounts changed, so that processes read those anew, and not all.
-- kind 'version' marks a version by chance: where another history gave the same number, the mark is another one.
-- Triggers write it, so programs that do not know of it do as well. Old versions are forgotten now and then.

create table account_change (
    version bigint not null,
    kind text not null check (kind in ('version', 'user', 'key', 'org')),
    subject bigint not null,
    primary key (version, kind, subject)
) without rowid;

insert into account_change (version, kind, subject) select version, 'version', random() from account_version;

create trigger account_version_counted after update of version on account_version when new.version <> old.version begin
    insert into account_change (version, kind, subject) values (new.version, 'version', random());
end;
-- A history that begins, as in a restored copy.
create trigger account_version_begun after insert on account_version begin
    delete from account_change;
    insert into account_change (version, kind, subject) values (new.version, 'version', random());
end;
create trigger user_account_added after insert on user_account begin
    insert into account_change (version, kind, subject) select version, 'user', new.id from account_version where true
        on conflict do nothing;
end;
create trigger user_account_changed after update on user_account begin
    insert into account_change (version, kind, subject) select version, 'user', new.id from account_version where true
        on conflict do nothing;
end;
create trigger user_account_removed after delete on user_account begin
    insert into account_change (version, kind, subject) select version, 'user', old.id from account_version where true
        on conflict do nothing;
end;

create trigger org_membership_added after insert on org_membership begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger org_membership_changed after update on org_membership begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger org_membership_removed after delete on org_membership begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger user_grant_added after insert on user_grant begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger user_grant_changed after update on user_grant begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger user_grant_removed after delete on user_grant begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger user_email_added after insert on user_email begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger user_email_changed after update of user_id, email, confirmed on user_email begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger user_email_removed after delete on user_email begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger authenticator_added after insert on authenticator begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger authenticator_changed after update of user_id, confirmed on authenticator begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger authenticator_removed after delete on authenticator begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger passkey_added after insert on passkey begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger passkey_changed after update of user_id on passkey begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger passkey_removed after delete on passkey begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger identity_check_added after insert on identity_check begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
end;
create trigger identity_check_changed after update of user_id, confirmed on identity_check begin
    insert into account_change (version, kind, subject) select version, 'user', new.user_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;
create trigger identity_check_removed after delete on identity_check begin
    insert into account_change (version, kind, subject) select version, 'user', old.user_id from account_version where true
        on conflict do nothing;
end;

create trigger api_key_added after insert on api_key begin
    insert into account_change (version, kind, subject) select version, 'key', new.id from account_version where true
        on conflict do nothing;
end;
create trigger api_key_changed after update of id, kind, user_id, org_id, name, email, prefix, hash, readonly, status, created, expires,
        allowed_networks on api_key begin
    insert into account_change (version, kind, subject) select version, 'key', new.id from account_version where true
        on conflict do nothing;
end;
create trigger api_key_removed after delete on api_key begin
    insert into account_change (version, kind, subject) select version, 'key', old.id from account_version where true
        on conflict do nothing;
end;

create trigger api_key_grant_added after insert on api_key_grant begin
    insert into account_change (version, kind, subject) select version, 'key', new.key_id from account_version where true
        on conflict do nothing;
end;
create trigger api_key_grant_changed after update on api_key_grant begin
    insert into account_change (version, kind, subject) select version, 'key', new.key_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'key', old.key_id from account_version where true
        on conflict do nothing;
end;
create trigger api_key_grant_removed after delete on api_key_grant begin
    insert into account_change (version, kind, subject) select version, 'key', old.key_id from account_version where true
        on conflict do nothing;
end;

create trigger org_policy_added after insert on org_policy begin
    insert into account_change (version, kind, subject) select version, 'org', new.org_id from account_version where true
        on conflict do nothing;
end;
create trigger org_policy_changed after update on org_policy begin
    insert into account_change (version, kind, subject) select version, 'org', new.org_id from account_version where true
        on conflict do nothing;
    insert into account_change (version, kind, subject) select version, 'org', old.org_id from account_version where true
        on conflict do nothing;
end;
create trigger org_policy_removed after delete on org_policy begin
    insert into account_change (version, kind, subject) select version, 'org', old.org_id from account_version where true
        on conflict do nothing;
end;
