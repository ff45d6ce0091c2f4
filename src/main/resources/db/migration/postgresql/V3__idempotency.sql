-- Answers to requests that carried an Idempotency-Key, so that a repeated one changes nothing. Times are seconds since
-- the epoch.

create table idempotency (
    actor text not null,
    idempotency_key text not null,
    request text not null,
    status bigint not null,
    headers text not null,
    body text not null,
    created_at bigint not null,
    primary key (actor, idempotency_key)
);

create index idempotency_created on idempotency (created_at);
