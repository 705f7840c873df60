// Package vfs puts a layer written in Go between SQLite (modernc.org/sqlite)
// and the operating system's files: every read, write, truncation and sync of
// a database, its write-ahead log and its rollback journal passes through the
// layer, which may transform, record or refuse it.
//
// A layer is mounted under a name, which a connection asks for with the DSN
// parameter vfs=NAME. What the layer knows (a key, say) travels in Go memory
// only, never in a DSN, a PRAGMA or SQL.
//
// Lengths and offsets stay those of SQLite: a layer changes bytes, not places.
// Memory-mapped files, atomic batch writes and reads of parts of pages are
// switched off, and POWERSAFE_OVERWRITE is forced on, because without them
// SQLite writes in pieces that no page-wise layer can transform.
//
// SQLite keeps its list of file systems for the whole process, and calls back
// with plain integers; the tables of mounts and of open files that translate
// them are therefore this package's only state, and process-wide as well.
package vfs
