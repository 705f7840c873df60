-- Central's earlier words on records: what a record said before it changed.
CREATE TABLE revision (
  about      TEXT NOT NULL,
  version    INTEGER NOT NULL,
  superseded INTEGER NOT NULL, -- when the next version came here
  body       BLOB NOT NULL,    -- register.Record
  PRIMARY KEY (about, version)
) STRICT, WITHOUT ROWID;
