-- What jobs did, and what they remember from run to run. Times are milliseconds since the epoch in job_run, seconds elsewhere.

create table job_run (
    id bigint generated always as identity primary key,
    job text not null,
    started bigint not null,
    ended bigint not null,
    failure text not null, -- '': it went well
    summary text not null,
    lines text not null
);
create index job_run_job on job_run (job, id);

-- Organizations without objects: when they were told that they will go.
create table empty_organization (
    org_id bigint primary key,
    flagged bigint not null
);

-- People without an organization: since when that is known, and when they were told that the account ends; 0: not yet.
create table orphaned_account (
    user_id bigint primary key references user_account (id) on delete cascade,
    flagged bigint not null,
    mailed bigint not null
);

-- Facilities whose organization was asked where they are.
create table asked_coordinates (
    fac_id bigint primary key,
    asked bigint not null
);

-- Networks whose number the RIRs no longer know: when their contacts were told, once and again; 0: not yet.
create table rir_notice (
    net_id bigint primary key,
    mailed bigint not null,
    reminded bigint not null
);

-- Where what was merged away went: its page leads there.
create table merged_object (
    type text not null,
    object_id bigint not null,
    target_id bigint not null,
    primary key (type, object_id)
);
