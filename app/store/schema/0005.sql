-- Search by a vocabulary: every word of records and petitions once, with its
-- sound; every two and three letters of each; and the words of each row. The
-- tables are filled when the station is opened (setting search_version).
DROP TABLE record_words;
DROP TABLE petition_words;
CREATE TABLE word (
  id    INTEGER PRIMARY KEY,
  word  TEXT NOT NULL UNIQUE,
  sound TEXT NOT NULL -- "" for none
) STRICT;
CREATE INDEX word_sound ON word (sound) WHERE sound <> '';
CREATE VIRTUAL TABLE word_parts USING fts5 (parts, content='', contentless_delete=1, tokenize="ascii tokenchars '/'", detail=none);
CREATE VIRTUAL TABLE record_words USING fts5 (words, content='', contentless_delete=1, tokenize="ascii tokenchars '/'", detail=none);
CREATE VIRTUAL TABLE petition_words USING fts5 (words, content='', contentless_delete=1, tokenize="ascii tokenchars '/'", detail=none);
DELETE FROM setting WHERE name = 'search_version';
