-- The logos of objects, by a hash of their bytes. Times are milliseconds since the epoch.

create table logo (
    type text not null,
    object_id bigint not null,
    hash text not null,
    media_type text not null,
    content bytea not null,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (type, object_id, hash)
);
