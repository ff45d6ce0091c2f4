-- The public key that an exchange signs its list with: lists without such a signature do not count. Times are seconds since the epoch.
create table ixf_key (
    ixlan_id integer primary key,
    public_key text not null, -- SubjectPublicKeyInfo in base64
    set_at integer not null
);

-- Fingerprint of the key that the last good document was verified with, and when; '', 0: it was not.
alter table ixf_feed add column verified_key text not null default '';
alter table ixf_feed add column verified_at integer not null default 0;
