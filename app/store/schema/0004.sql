-- People who may be the same: the keys of register.Keys, by rid.
CREATE VIRTUAL TABLE record_keys USING fts5 (keys, content='', contentless_delete=1, tokenize='ascii', detail=none);
