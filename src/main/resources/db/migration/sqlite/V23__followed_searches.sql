-- Searches that people follow: a type and filters of the API (docs/spec/record.md §3.1).
create table followed_search (
    id integer primary key autoincrement,
    user_id bigint not null references user_account (id) on delete cascade,
    type text not null,
    query text not null, -- as behind the question mark of an address
    events text not null, -- entered, left, changed, parted by blanks
    fields text not null, -- whose changes are told, parted by blanks; '': all
    schedule text not null check (schedule in ('once', 'daily', 'weekly')),
    since_version bigint not null, -- of the registry: what changed after it is told
    unique (user_id, type, query)
);
