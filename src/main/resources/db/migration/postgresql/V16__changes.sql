-- Which changes are about what: an object, what it hangs under, its organization and its country, before and after.
-- Countries are numbers: the first letter's code times 256, and the second one's. A job fills it in for the log before it.
create table change_about (
    subject text not null,
    subject_id bigint not null,
    version bigint not null,
    seq bigint not null,
    primary key (subject, subject_id, version, seq)
);

-- What one cause did, to look at it or take it back together.
create index change_note_cause on change_note (cause, version);
-- What somebody did.
create index change_actor on change (actor, version);

-- What people follow, from which version of the registry on.
create table follow (
    user_id bigint not null references user_account (id) on delete cascade,
    subject text not null,
    subject_id bigint not null,
    schedule text not null check (schedule in ('once', 'daily', 'weekly')),
    since_version bigint not null,
    primary key (user_id, subject, subject_id)
);
-- Changes that somebody is to be told of, until the mail is written.
create table follow_change (
    user_id bigint not null references user_account (id) on delete cascade,
    schedule text not null,
    version bigint not null,
    seq bigint not null,
    primary key (user_id, schedule, version, seq)
);
-- When somebody was told last (seconds), and how often on that day (since the epoch).
create table follow_mail (
    user_id bigint not null references user_account (id) on delete cascade,
    schedule text not null,
    sent_at bigint not null,
    day bigint not null,
    sent bigint not null,
    primary key (user_id, schedule)
);
