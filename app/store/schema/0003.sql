-- Photos and files. What belongs to what follows from the journal and from what
-- central sent; the bytes are kept once, whoever refers to them.
CREATE TABLE attached (
  id       TEXT PRIMARY KEY, -- STATION/SEQ of the entry
  hash     TEXT NOT NULL,    -- SHA-256 in hex
  subject  TEXT NOT NULL,    -- petition/ID, resident/ID ...
  name     TEXT NOT NULL,
  mime     TEXT NOT NULL,
  size     INTEGER NOT NULL,
  officer  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  complete INTEGER NOT NULL  -- central said that it has all of it
) STRICT, WITHOUT ROWID;
CREATE INDEX attached_subject ON attached (subject);
CREATE INDEX attached_hash ON attached (hash);
CREATE TABLE blob (
  hash   TEXT PRIMARY KEY,
  size   INTEGER NOT NULL, -- 0 while unknown
  done   INTEGER NOT NULL, -- bytes that are here
  sent   INTEGER NOT NULL, -- central has all of it
  wanted INTEGER NOT NULL  -- it is to come from central
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_unsent ON blob (sent) WHERE sent = 0;
CREATE INDEX blob_wanted ON blob (wanted) WHERE wanted = 1;
CREATE TABLE blob_chunk (
  hash TEXT NOT NULL,
  n    INTEGER NOT NULL, -- from 0, of wire.ChunkSize bytes
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX blob_chunk_n ON blob_chunk (hash, n);
