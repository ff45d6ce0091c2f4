-- What a program remembers of this database, by name: who it is, how far a copy is.
CREATE TABLE peerage_state (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL
);
