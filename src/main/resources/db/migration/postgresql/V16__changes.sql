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
