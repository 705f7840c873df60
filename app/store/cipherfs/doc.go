// Package cipherfs encrypts a SQLite database at rest: the database file, its
// write-ahead log and its rollback journal, page by page. Nothing else of
// SQLite's ever reaches the disk: a temporary file is refused, so that every
// connection must be opened with temp_store=memory.
//
// # Format, version 1
//
// The unit is one page of 4096 bytes wherever it appears: in the main file, as
// the body of a WAL frame, as the body of a journal record. On disk a page is
//
//	[0..4064)     ciphertext, AES-256-GCM
//	[4064..4076)  nonce, random at every write
//	[4076..4092)  tag
//	[4092..4096)  key epoch, little endian: algorithm in the top byte
//	              (1 = AES-256-GCM), number of the key in the lower three
//
// and in memory SQLite sees the same page with these last 32 bytes zero. The
// associated data is the kind of file (1 byte: 1 database, 2 WAL, 3 journal),
// the position (8 bytes, little endian) and the epoch (4 bytes, as stored). The
// position is the page number, from 1, in the database, and the offset of the
// body in WAL and journal. So a page that was moved to another place, taken
// from another file or written under another key does not open.
//
// # What stays in clear
//
// The WAL's header and frame headers, the journal's headers, page numbers and
// checksums, and the -shm file: page numbers, sizes, the pattern of changes and
// the checksums of plaintext pages, but no byte of a page.
//
// # Limits
//
// An old page under its own number, an old copy of the whole file, and a log
// that was cut between two transactions are genuine to this layer; the
// journal's chain (sync/journal) is what shows those. A key may write 2^32
// pages (16 TB) before random nonces want a new epoch. ATTACH and VACUUM INTO
// could get round the layer and must be forbidden to ordinary connections.
package cipherfs
