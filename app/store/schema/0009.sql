-- How much of the index of a transaction is gathered before it is written, in
-- bytes: a batch of an import becomes one piece of the index, not dozens that
-- have to be merged.
INSERT INTO record_words (record_words, rank) VALUES ('hashsize', 33554432);
INSERT INTO record_keys (record_keys, rank) VALUES ('hashsize', 33554432);
INSERT INTO word_parts (word_parts, rank) VALUES ('hashsize', 33554432);
