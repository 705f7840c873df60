package store

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"sala/app/store/keys"
	"sala/sync/journal"
)

// Level is how bad a finding is.
type Level string

// The values of Level.
const (
	Good Level = "good"
	Warn Level = "warn" // mend it when there is time
	Bad  Level = "bad"  // mend it now
)

// Finding is what the doctor says of one thing. Code is looked up as
// "doctor.CODE" in the words catalogue, with Args; it says what to do. Nothing
// in a finding is of a citizen.
type Finding struct {
	Check string         `json:"check"`
	Level Level          `json:"level"`
	Code  string         `json:"code"`
	Args  map[string]any `json:"args,omitempty"`
	Err   string         `json:"error,omitempty"`
}

// What the doctor holds to be little or much.
const (
	littleSpace = 1 << 30          // bytes
	noSpace     = 100 << 20        // bytes
	muchLog     = 256 << 20        // bytes of write-ahead log
	clockBack   = 10 * time.Minute // before the newest entry
	clockAhead  = 400 * 24 * time.Hour
)

// Examine looks at a station's folder from outside: files, rights, space, keys.
// It needs no password.
func Examine(dir string) []Finding {
	var out []Finding
	for _, look := range []func(string) Finding{folder, files, space, keyFile, logSize} {
		out = append(out, look(dir))
	}
	return out
}

// Examine looks at the open station: clock, pages, chain, log, what waits.
func (s *Store) Examine(ctx context.Context, thorough bool) []Finding {
	out := Examine(s.dir)
	out = append(out, s.examineClock(ctx), s.examineIntegrity(ctx, !thorough), s.examineChain(ctx), s.examineBehind(), s.examineQueue(ctx))
	return out
}

func note(check string, level Level, code string, err error, args ...any) Finding {
	f := Finding{Check: check, Level: level, Code: code}
	if err != nil {
		f.Err = err.Error()
	}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		f.Args[args[i].(string)] = args[i+1]
	}
	return f
}

func folder(dir string) Finding {
	info, err := os.Stat(dir)
	if err != nil {
		return note("folder", Bad, "no_station", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return note("folder", Warn, "folder_open_to_others", nil, "mode", info.Mode().Perm().String())
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return note("folder", Bad, "read_only", err)
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return note("folder", Bad, "read_only", err)
	}
	return note("folder", Good, "ok", nil)
}

func files(dir string) Finding {
	for _, name := range []string{keys.Name, FileName} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return note("files", Bad, "no_station", err, "file", name)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			return note("files", Warn, "file_open_to_others", nil, "file", name)
		}
	}
	if err := whole(filepath.Join(dir, FileName)); err != nil {
		return note("files", Bad, "half_copied", err)
	}
	return note("files", Good, "ok", nil)
}

// DiskFree returns how many bytes may still be written where a folder is.
func DiskFree(dir string) (uint64, error) { return free(dir) }

func space(dir string) Finding {
	n, err := free(dir)
	switch {
	case err != nil:
		return note("space", Warn, "space_unknown", err)
	case n < noSpace:
		return note("space", Bad, "disk_full", nil, "megabytes", n>>20)
	case n < littleSpace:
		return note("space", Warn, "disk_filling", nil, "megabytes", n>>20)
	}
	return note("space", Good, "ok", nil, "megabytes", n>>20)
}

func keyFile(dir string) Finding {
	f, err := keys.Load(dir)
	if err != nil {
		return note("keys", Bad, "keys_damaged", err)
	}
	has := func(k keys.Kind) bool {
		return slices.ContainsFunc(f.Slots, func(s keys.Slot) bool { return s.Kind == k })
	}
	for _, s := range f.Slots {
		if s.Sealed != nil && s.Sealed.Cost.Memory < keys.Recommended.Memory {
			return note("keys", Warn, "password_cheap", nil, "officer", s.Holder)
		}
		if s.Kind == keys.Machine && s.Holder == (keys.FileSecret{}).Name() {
			return note("keys", Warn, "machine_key_in_file", nil)
		}
	}
	if !has(keys.Recovery) {
		return note("keys", Warn, "no_recovery_key", nil)
	}
	if len(f.Former) > 0 {
		return note("keys", Warn, "rotation_unfinished", nil)
	}
	return note("keys", Good, "ok", nil, "epoch", f.Epoch, "slots", len(f.Slots))
}

func logSize(dir string) Finding {
	info, err := os.Stat(filepath.Join(dir, FileName+"-wal"))
	if err == nil && info.Size() > muchLog {
		return note("log", Warn, "log_long", nil, "megabytes", info.Size()>>20)
	}
	return note("log", Good, "ok", nil)
}

func (s *Store) examineClock(ctx context.Context) Finding {
	var last journal.Time
	err := s.read(ctx, func(v *view) (err error) {
		_, last, err = head(v.c)
		return err
	})
	if err != nil {
		return note("clock", Bad, "damaged", err)
	}
	now, newest := s.env.Now(), last.Wall()
	switch off := now.Sub(newest); {
	case off < -clockBack:
		return note("clock", Bad, "clock_back", nil, "now", now.UTC().Format(time.RFC3339), "newest", newest.Format(time.RFC3339))
	case off > clockAhead:
		return note("clock", Warn, "clock_ahead", nil, "now", now.UTC().Format(time.RFC3339), "newest", newest.Format(time.RFC3339))
	}
	return note("clock", Good, "ok", nil)
}

func (s *Store) examineIntegrity(ctx context.Context, quick bool) Finding {
	if err := s.CheckIntegrity(ctx, quick); err != nil {
		return note("database", Bad, "damaged", err)
	}
	return note("database", Good, "ok", nil)
}

func (s *Store) examineChain(ctx context.Context) Finding {
	r, err := s.VerifyJournal(ctx)
	switch {
	case err != nil && !ofTheChain(err):
		return note("journal", Bad, "damaged", err) // it could not be read, which says nothing of the chain
	case err != nil:
		return note("journal", Bad, "chain_broken", err, "entry", r.At)
	}
	return note("journal", Good, "ok", nil, "entries", r.Entries)
}

// ofTheChain reports whether an error is about what the journal's entries say.
func ofTheChain(err error) bool {
	return errors.Is(err, journal.ErrChain) || errors.Is(err, journal.ErrSignature) || errors.Is(err, journal.ErrPayload)
}

func (s *Store) examineBehind() Finding {
	switch err := s.Behind(); {
	case errors.Is(err, ErrFork):
		return note("copy", Bad, "second_copy", err)
	case err != nil:
		return note("copy", Bad, "old_copy", err)
	}
	return note("copy", Good, "ok", nil)
}

func (s *Store) examineQueue(ctx context.Context) Finding {
	var waiting, aside int
	var oldest journal.Time
	err := s.read(ctx, func(v *view) error {
		j, err := v.Journal()
		if err != nil {
			return err
		}
		waiting, aside = j.Pending, j.SetAside
		_, err = v.c.one([]any{&oldest}, "SELECT time FROM journal WHERE seq > ? ORDER BY seq LIMIT 1", j.Acknowledged)
		return err
	})
	switch {
	case err != nil:
		return note("outbox", Bad, "damaged", err)
	case aside > 0:
		return note("outbox", Warn, "set_aside", nil, "count", aside)
	case waiting > 0 && s.env.Now().Sub(oldest.Wall()) > 7*24*time.Hour:
		return note("outbox", Warn, "not_synced", nil, "count", waiting)
	}
	return note("outbox", Good, "ok", nil, "count", waiting)
}

// Support writes a bundle (zip) for whoever helps from afar: the findings, the
// versions, counts of entries by kind and day and the sizes of the files. There
// is nothing of a citizen's or an officer's in it: no name, number, subject,
// text or key.
func (s *Store) Support(ctx context.Context, w io.Writer) error {
	const op = "support bundle"
	z := zip.NewWriter(w)
	put := func(name string, v any) error {
		f, err := z.Create(name)
		if err != nil {
			return err
		}
		e := json.NewEncoder(f)
		e.SetIndent("", "  ")
		return e.Encode(v)
	}
	counts, err := s.counts(ctx)
	if err != nil {
		return explain(op, err)
	}
	findings := s.Examine(ctx, false)
	for i := range findings {
		findings[i].Err = "" // may name a file in somebody's home folder
		delete(findings[i].Args, "officer")
	}
	sizes := map[string]int64{}
	names, err := os.ReadDir(s.dir)
	if err != nil {
		return explain(op, err)
	}
	for _, n := range names {
		if info, err := n.Info(); err == nil {
			sizes[n.Name()] = info.Size()
		}
	}
	return explain(op, errors.Join(put("findings.json", findings), put("counts.json", counts), put("files.json", sizes),
		put("machine.json", map[string]any{"os": runtime.GOOS, "arch": runtime.GOARCH, "go": runtime.Version(), "cpus": runtime.NumCPU()}), z.Close()))
}

// counts returns how many rows the tables have and how many entries of each
// kind there are a day.
func (s *Store) counts(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	err := s.read(ctx, func(v *view) error {
		for _, t := range []string{"journal", "verdict", "trunk", "record", "petition", "certificate", "payment", "lease", "number", "officer", "viewing"} {
			var n int
			if _, err := v.c.one([]any{&n}, "SELECT count(*) FROM "+t); err != nil {
				return err
			}
			out["table "+t] = n
		}
		return v.c.each("SELECT kind, date((time >> 16) / 1000, 'unixepoch'), count(*) FROM journal GROUP BY 1, 2", nil, func(scan func(...any) error) error {
			var kind, day string
			var n int
			err := scan(&kind, &day, &n)
			out[fmt.Sprintf("entries %s %s", day, kind)] = n
			return err
		})
	})
	return out, err
}
