-- How many of what there were at the end of each day (UTC). A job writes it, once for each day.
create table statistic_day (
    day bigint primary key, -- days since 1970-01-01
    version bigint not null, -- of the registry at that time; 0: the log does not reach so far, dates of today's rows told it
    users bigint not null,
    fac bigint not null,
    ix bigint not null,
    net bigint not null,
    org bigint not null,
    carrier bigint not null,
    campus bigint not null,
    netixlan bigint not null,
    netfac bigint not null,
    automated_nets bigint -- null: not known
);
