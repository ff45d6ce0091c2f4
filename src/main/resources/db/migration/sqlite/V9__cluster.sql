-- Several processes, perhaps of two versions, on one database.

-- The oldest program that may use this database, named by its newest migration. A migration that older programs cannot
-- live with raises it (docs/decisions/0009).
alter table registry_head add column compatible_from integer not null default 9;

-- Which process does a job now, and when the job was done last. Times are milliseconds since the epoch.
create table job_lease (
    name text primary key,
    holder text not null,
    held_until integer not null,
    done_at integer not null
) strict;
