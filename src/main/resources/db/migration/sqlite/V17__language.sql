-- Which language a person's pages and mails are in (docs/spec/operations.md §10); empty: as the browser asks, mails in English.
alter table user_account add column language text not null default '';
