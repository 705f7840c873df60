package vfs

import (
	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// PageSize is the page size of every database under a layer, in bytes.
const PageSize = 4096

// Code is a result code of SQLite.
type Code int32

// The codes that layers return.
const (
	OK          Code = lib.SQLITE_OK
	CantOpen    Code = lib.SQLITE_CANTOPEN
	Full        Code = lib.SQLITE_FULL
	IOErr       Code = lib.SQLITE_IOERR
	ReadError   Code = lib.SQLITE_IOERR_READ
	ShortRead   Code = lib.SQLITE_IOERR_SHORT_READ
	WriteError  Code = lib.SQLITE_IOERR_WRITE
	SyncError   Code = lib.SQLITE_IOERR_FSYNC
	DataError   Code = lib.SQLITE_IOERR_DATA // a page that is not what was written
	DeleteError Code = lib.SQLITE_IOERR_DELETE
)

// Kind is what a file is for.
type Kind byte

// The kinds of files.
const (
	Temporary    Kind = iota // anything that would spill to disk
	Database                 // the main file
	WAL                      // the write-ahead log
	Journal                  // the rollback journal
	SuperJournal             // names of journals only
)

// Layer is what a mount does with files. Below hands the call down.
type Layer interface {
	// Reserve returns how many bytes at the end of each page belong to the
	// layer.
	Reserve() int
	// Open is asked before the file below is opened.
	Open(f *File) Code
	Read(f *File, p []byte, off int64) Code
	Write(f *File, p []byte, off int64) Code
	Truncate(f *File, size int64) Code
	Sync(f *File) Code
	// Deleted is told of a file that was deleted.
	Deleted(path string)
}

// Through is a layer that does nothing: embed it and override.
type Through struct{}

// Reserve returns 0.
func (Through) Reserve() int { return 0 }

// Open allows the file.
func (Through) Open(*File) Code { return OK }

// Read reads the file below.
func (Through) Read(f *File, p []byte, off int64) Code { return f.ReadBelow(p, off) }

// Write writes the file below.
func (Through) Write(f *File, p []byte, off int64) Code { return f.WriteBelow(p, off) }

// Truncate truncates the file below.
func (Through) Truncate(f *File, size int64) Code { return f.TruncateBelow(size) }

// Sync makes the file below durable.
func (Through) Sync(f *File) Code { return f.SyncBelow() }

// Deleted takes no notice.
func (Through) Deleted(string) {}

// File is a file that SQLite has open. It is used by one goroutine at a time.
type File struct {
	Path string
	Kind Kind
	// Page is room for a page while a call lasts.
	Page []byte

	layer Layer
	below uintptr // the sqlite3_file of the VFS below
	tls   *libc.TLS
	flags int32 // of the sync under way
	room  uintptr
}
