-- Several processes, perhaps of two versions, on one database.

-- The oldest program that may use this database, named by its newest migration. A migration that older programs cannot
-- live with raises it (docs/decisions/0009).
alter table registry_head add column compatible_from bigint not null default 9;

-- Which process does a job now, and when the job was done last. Times are milliseconds since the epoch.
create table job_lease (
    name text primary key,
    holder text not null,
    held_until bigint not null,
    done_at bigint not null
);

-- Whoever changes the registry or accounts, by whichever program, wakes those who listen.
create function peerage_tell() returns trigger language plpgsql as $$
begin
    perform pg_notify('peerage', tg_table_name || ' ' || new.version);
    return null;
end $$;

create trigger registry_head_tell after update of version on registry_head
    for each row when (new.version <> old.version) execute function peerage_tell();
create trigger account_version_tell after update of version on account_version
    for each row execute function peerage_tell();
