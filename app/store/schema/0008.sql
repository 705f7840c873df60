-- What a relay keeps for the office's other stations while the line is down.
CREATE TABLE relay_push (
  n         INTEGER PRIMARY KEY AUTOINCREMENT, -- a cursor never goes back
  station   TEXT NOT NULL,
  last      INTEGER NOT NULL, -- the sequence number of its last entry
  signature BLOB NOT NULL UNIQUE,
  kept      INTEGER NOT NULL,
  body      BLOB NOT NULL -- wire.Push
) STRICT;
CREATE INDEX relay_push_station ON relay_push (station, last);
CREATE TABLE relay_word (
  station TEXT NOT NULL,
  through INTEGER NOT NULL,
  body    BLOB NOT NULL, -- wire.Acknowledgement
  PRIMARY KEY (station, through)
) STRICT, WITHOUT ROWID;
CREATE TABLE queue (
  line TEXT NOT NULL,
  day  TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (line, day)
) STRICT, WITHOUT ROWID;
-- What the other stations did while the line was down, as the relay told: shown
-- on top of what central said until central has told it itself.
CREATE TABLE neighbour (
  station TEXT NOT NULL,
  seq     INTEGER NOT NULL,
  time    INTEGER NOT NULL,
  officer TEXT NOT NULL,
  kind    TEXT NOT NULL,
  about   TEXT NOT NULL,
  payload BLOB NOT NULL,
  heard   INTEGER NOT NULL,
  PRIMARY KEY (station, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX neighbour_about ON neighbour (about);
