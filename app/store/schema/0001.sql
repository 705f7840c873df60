-- The first version. Times are Unix milliseconds, unless they are readings of
-- the hybrid logical clock (journal.time).

-- What the station knows of itself.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The journal. Everything below it follows from it and from what central said.
CREATE TABLE journal (
  seq          INTEGER PRIMARY KEY,
  hash         BLOB NOT NULL,
  time         INTEGER NOT NULL,
  officer      TEXT NOT NULL,
  kind         TEXT NOT NULL,
  subject      TEXT NOT NULL,
  base         INTEGER NOT NULL,
  payload_hash BLOB NOT NULL,
  payload      BLOB,
  signature    BLOB NOT NULL,
  about        TEXT NOT NULL -- the record or petition that it changes, "" for none
) STRICT;
CREATE INDEX journal_about ON journal (about, seq);

-- What central said of each entry.
CREATE TABLE verdict (
  seq      INTEGER PRIMARY KEY,
  outcome  TEXT NOT NULL,
  reason   TEXT NOT NULL,
  position INTEGER NOT NULL,
  version  INTEGER NOT NULL
) STRICT;
CREATE INDEX verdict_aside ON verdict (outcome) WHERE outcome <> 'accepted';
CREATE TABLE acknowledgement (
  through INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    BLOB NOT NULL -- wire.Acknowledgement as central signed it
) STRICT;

-- Records and petitions as central last sent them, where the station's own
-- entries have changed them since.
CREATE TABLE trunk (
  about   TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  body    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  rid       INTEGER PRIMARY KEY,
  register  TEXT NOT NULL,
  id        TEXT NOT NULL,
  version   INTEGER NOT NULL,
  trunk     INTEGER NOT NULL, -- the version that central knows, 0 when it does not
  number    TEXT NOT NULL,
  household TEXT NOT NULL,
  head      INTEGER NOT NULL,
  birth     TEXT NOT NULL,
  body      BLOB NOT NULL -- register.Record
) STRICT;
CREATE UNIQUE INDEX record_id ON record (register, id);
CREATE INDEX record_number ON record (number);
CREATE INDEX record_household ON record (household);

CREATE TABLE petition (
  rid          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  version      INTEGER NOT NULL,
  trunk        INTEGER NOT NULL,
  number       TEXT NOT NULL,
  state        TEXT NOT NULL,
  resident     TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  submitted_by TEXT NOT NULL,
  changed      INTEGER NOT NULL,
  words        TEXT NOT NULL, -- what the search index holds of it
  body         BLOB NOT NULL -- petition.Petition
) STRICT;
CREATE INDEX petition_changed ON petition (changed);
CREATE INDEX petition_resident ON petition (resident);

CREATE TABLE certificate (
  number   TEXT PRIMARY KEY,
  petition TEXT NOT NULL,
  prepared INTEGER NOT NULL, -- the entry
  issued   INTEGER NOT NULL, -- the entry, 0 while it is not on paper
  void     INTEGER NOT NULL, -- the entry, 0 while it stands
  prints   INTEGER NOT NULL,
  document BLOB NOT NULL, -- certificate.Document
  content  BLOB NOT NULL,
  seal     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_petition ON certificate (petition, prepared);

CREATE TABLE payment (
  seq      INTEGER PRIMARY KEY,
  receipt  TEXT NOT NULL,
  petition TEXT NOT NULL,
  minor    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  method   TEXT NOT NULL,
  tendered INTEGER NOT NULL,
  reason   TEXT NOT NULL,
  officer  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  prints   INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_receipt ON payment (receipt);
CREATE INDEX payment_petition ON payment (petition);

CREATE TABLE lease (
  id      TEXT PRIMARY KEY,
  kind    TEXT NOT NULL,
  year    INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  expires INTEGER NOT NULL, -- Unix seconds
  used    INTEGER NOT NULL, -- how many numbers
  next    INTEGER NOT NULL, -- no number below it is free
  body    BLOB NOT NULL -- number.Lease
) STRICT, WITHOUT ROWID;
CREATE TABLE number (
  lease  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  text   TEXT NOT NULL UNIQUE,
  spent  TEXT NOT NULL, -- used, spoiled
  reason TEXT NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (lease, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
  id   TEXT PRIMARY KEY,
  body BLOB NOT NULL -- act.Officer
) STRICT, WITHOUT ROWID;

CREATE TABLE viewing (
  seq     INTEGER PRIMARY KEY,
  about   TEXT NOT NULL,
  officer TEXT NOT NULL,
  purpose TEXT NOT NULL,
  consent TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX viewing_about ON viewing (about, seq);

-- Search: the normalised words of records and petitions, by rid.
CREATE VIRTUAL TABLE record_words USING fts5 (words, content='', contentless_delete=1, tokenize='trigram', detail=none);
CREATE VIRTUAL TABLE petition_words USING fts5 (words, content='', contentless_delete=1, tokenize='trigram', detail=none);
