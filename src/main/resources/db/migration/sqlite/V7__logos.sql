-- The logos of objects, by a hash of their bytes. Times are milliseconds since the epoch.

create table logo (
    type text not null,
    object_id integer not null,
    hash text not null,
    media_type text not null,
    content blob not null,
    created_at integer not null,
    updated_at integer not null,
    primary key (type, object_id, hash)
);
