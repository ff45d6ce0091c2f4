-- By what browsers a person has signed in with are known again, hashed: their cookie; name and network (docs/spec/identity.md §17).
create table known_device (
    user_id bigint not null references user_account (id) on delete cascade,
    mark text not null,
    last_used bigint not null, -- seconds since the epoch
    primary key (user_id, mark)
);

create index known_device_mark on known_device (mark);
