-- Closings of the cash, so that the next one counts what came after.
CREATE TABLE closing (
  seq     INTEGER PRIMARY KEY, -- the entry
  officer TEXT NOT NULL,
  at      INTEGER NOT NULL,
  body    BLOB NOT NULL -- act.Closing
) STRICT;
CREATE INDEX closing_officer ON closing (officer, seq);
INSERT INTO closing (seq, officer, at, body)
  SELECT seq, officer, time >> 16, payload FROM journal WHERE kind = 'day.closed' AND payload IS NOT NULL;
-- What an officer took, in order.
CREATE INDEX payment_officer ON payment (officer, seq);
