-- What those who look after the registry are asked, and what came of it. Times are seconds since the epoch.
create table ticket (
    id bigint generated always as identity primary key,
    kind text not null, -- queue, affiliation, protected, rdap, rir or ixf
    subject text not null,
    state text not null check (state in ('open', 'waiting', 'done')), -- waiting: for the person's answer
    object_type text not null, -- '': of no object; affiliation: a request to join
    object_id bigint not null,
    actor text not null, -- whose doing caused it, as the log of changes names them
    thread text not null unique, -- of the mails about it; whoever knows it got one
    created bigint not null,
    changed bigint not null
);
create index ticket_state on ticket (state, changed);
create index ticket_object on ticket (object_type, object_id);
create index ticket_actor on ticket (actor);

create table ticket_message (
    id bigint generated always as identity primary key,
    ticket_id bigint not null references ticket (id) on delete cascade,
    at bigint not null,
    author text not null, -- as the log of changes names them, or mail:<address>
    kind text not null check (kind in ('asked', 'answer', 'received', 'note', 'state')),
    content text not null,
    mail_id text not null -- of a mail that was received; '': none
);
create index ticket_message_ticket on ticket_message (ticket_id, id);
create unique index ticket_message_mail on ticket_message (ticket_id, mail_id) where mail_id <> '';

-- What routing registries say of the as-sets that networks name.
create table as_set_check (
    net_id bigint primary key,
    as_set text not null, -- the network's value that was looked up
    status text not null check (status in ('unknown', 'ok', 'moved', 'gone')),
    detail text not null, -- which name is not where it is said to be, and where it is
    checked bigint not null,
    missing_since bigint not null, -- 0: it is not missing
    mailed bigint not null -- when its contacts were told last; 0: not yet
);
