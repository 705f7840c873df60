package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sala/app/office"
	"sala/app/store/keys"
)

// Errors that a caller branches on.
var (
	ErrNumberSpent = errors.New("the number was used before")
	ErrDamaged     = errors.New("the database is damaged")
	ErrBehind      = errors.New("central knows more of this station's journal than the station: it is an old copy")
	ErrFork        = errors.New("central knows another journal of this station: there is a second copy of it")
	ErrClosed      = errors.New("the station is closed")
)

// What tells two things apart that the causes of codes would make one of.
var (
	errRecovery = errors.New("with a recovery key")
	errNoCopy   = errors.New("no copy of a station lies there")
	errNoPlace  = errors.New("there is no place for a copy")
)

// Error says why the store refused, in a word that the catalogue of
// app/office explains to a person.
type Error struct {
	Op   string
	Kind string // a code: wrong_password, disk_full, damaged ...
	Err  error
}

// Error returns the operation, the code and the cause, in English.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Op, e.Kind, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Code returns the word for the catalogue.
func (e *Error) Code() string { return e.Kind }

// codes maps causes to codes.
var codes = []struct {
	cause error
	code  string
}{
	{keys.ErrWait, "too_many_attempts"},
	{errRecovery, "wrong_recovery_key"},
	{keys.ErrSecret, "wrong_password"},
	{keys.ErrFile, "keys_damaged"},
	{keys.ErrNewer, "newer_version"},
	{errNewer, "newer_version"},
	{errHalf, "half_copied"},
	{ErrDamaged, "damaged"},
	{ErrBehind, "old_copy"},
	{ErrFork, "second_copy"},
	{ErrNumberSpent, "number_spent"},
	{ErrClosed, "closed"},
	{errNoCopy, "no_copy"},
	{errNoPlace, "file_trouble"},
	{fs.ErrNotExist, "no_station"},
	{fs.ErrPermission, "no_permission"},
	{syscall.ENOSPC, "disk_full"},
	{syscall.EROFS, "read_only"},
}

// results maps SQLite's primary and extended result codes to codes.
var results = map[int]string{
	lib.SQLITE_FULL:       "disk_full",
	lib.SQLITE_BUSY:       "busy",
	lib.SQLITE_LOCKED:     "busy",
	lib.SQLITE_READONLY:   "read_only",
	lib.SQLITE_CANTOPEN:   "cannot_open",
	lib.SQLITE_PERM:       "no_permission",
	lib.SQLITE_CORRUPT:    "damaged",
	lib.SQLITE_NOTADB:     "damaged",
	lib.SQLITE_IOERR_DATA: "damaged",
	lib.SQLITE_IOERR:      "disk_failing",
	// The file beside the log could not be made longer: nothing else is asked of
	// the disk at this point.
	lib.SQLITE_IOERR_SHMSIZE: "disk_full",
	lib.SQLITE_IOERR_FSYNC:   "disk_failing",
	lib.SQLITE_NOMEM:         "no_memory",
}

// explain gives err an operation and a code, unless it has them, and leaves
// alone what other layers of the program say.
func explain(op string, err error) error {
	var mine *Error
	var use *office.Error
	if err == nil || errors.As(err, &mine) || errors.As(err, &use) {
		return err
	}
	for _, c := range codes {
		if errors.Is(err, c.cause) {
			return &Error{Op: op, Kind: c.code, Err: err}
		}
	}
	var s *sqlite.Error
	if errors.As(err, &s) {
		for _, rc := range []int{s.Code(), s.Code() & 0xff} {
			if code, ok := results[rc]; ok {
				return &Error{Op: op, Kind: code, Err: err}
			}
		}
		return &Error{Op: op, Kind: "internal", Err: err}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, office.ErrNotFound) || errors.Is(err, office.ErrNoNumbers) {
		return err
	}
	return fmt.Errorf("%s: %w", op, err)
}

func busy(err error) bool {
	var s *sqlite.Error
	return errors.As(err, &s) && (s.Code()&0xff == lib.SQLITE_BUSY || s.Code()&0xff == lib.SQLITE_LOCKED)
}
