-- How often people are told of changes of what they may edit; who is not here is told daily (docs/spec/record.md §3.1).
create table own_follow (
    user_id bigint not null primary key references user_account (id) on delete cascade,
    schedule text not null check (schedule in ('never', 'once', 'daily', 'weekly'))
);
-- An upgrade writes to nobody who did not ask for it: where there are people, it begins when it is switched on (docs/decisions/0065).
insert into setting (name, content, changed_at, changed_by)
    select 'own_object_mails', 'off', cast(strftime('%s', 'now') as integer), 'upgrade'
    where exists (select 1 from user_account);

-- Whom a change is for is asked by what it is about, and who is to be told by when: neither costs more where more people follow.
create index follow_subject on follow (subject, subject_id);
-- 1: noted only since they may edit it, which has to hold still when the mail is written.
alter table follow_change add column own bigint not null default 0;
-- When the next mail is due (seconds), while changes wait for it.
alter table follow_mail add column due_at bigint;
-- Whether more changes waited for it than are kept.
alter table follow_mail add column is_cut bigint not null default 0;
create index follow_mail_due on follow_mail (due_at);
