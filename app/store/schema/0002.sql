-- What a person has decided on entries that central set aside.
CREATE TABLE settled (
  seq   INTEGER PRIMARY KEY, -- the entry that was set aside
  how   TEXT NOT NULL,
  entry INTEGER NOT NULL -- the entry that settled it
) STRICT;
