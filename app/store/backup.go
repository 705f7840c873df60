package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"modernc.org/sqlite"

	"sala/app/store/keys"
	"sala/app/store/vfs"
	"sala/sync/journal"
)

// ManifestName is the file that says what a backup holds.
const ManifestName = "backup.json"

// Backup is a copy of a station in a folder of its own: the database, encrypted
// as ever, the key file and a manifest. It opens with the same passwords.
type Backup struct {
	Dir      string       `json:"-"`
	Station  string       `json:"station"`
	At       time.Time    `json:"at"`
	Head     journal.Head `json:"head"`
	Acked    uint64       `json:"acknowledged"`
	Bytes    int64        `json:"bytes"`
	Database string       `json:"sha256"` // of station.db, hex
}

// Backup copies the station into a new folder under to (another disk, a stick,
// a folder of the network) while it is in use, then opens the copy and verifies
// it. The newest keep copies stay (0 = all). progress, which may be nil, is told
// of pages.
func (s *Store) Backup(ctx context.Context, to string, keep int, progress func(done, total int)) (Backup, error) {
	b := Backup{Station: s.identity.Station, At: s.env.Now().UTC().Truncate(time.Second)}
	name := fmt.Sprintf("%s-%s", b.Station, b.At.Format("20060102T150405Z"))
	b.Dir = filepath.Join(to, name)
	part := filepath.Join(to, ".part-"+name)
	err := s.backup(ctx, &b, part, progress)
	if err == nil {
		err = s.verifyCopy(ctx, part, b)
	}
	if err == nil {
		err = os.Rename(part, b.Dir)
	}
	if err == nil {
		err = syncFolder(to)
	}
	if err != nil {
		os.RemoveAll(part)
		return b, explain("back up", err)
	}
	return b, explain("back up", prune(to, b.Station, keep))
}

func (s *Store) backup(ctx context.Context, b *Backup, part string, progress func(done, total int)) error {
	switch err := os.MkdirAll(part, 0o700); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", errNoPlace, err)
	case err != nil:
		return err
	}
	path := filepath.Join(part, FileName)
	err := s.read(ctx, func(v *view) (err error) {
		// The view's transaction is open: the copy is of this one moment, however
		// long it takes and whatever is written meanwhile.
		if b.Head, _, err = head(v.c); err != nil {
			return err
		}
		if b.Acked, err = number64(v.c, settingAcked); err != nil {
			return err
		}
		return copyPages(ctx, v.c, s.mount, path, progress)
	})
	if err != nil {
		return err
	}
	file, err := keys.Load(s.dir)
	if err == nil {
		err = file.Save(part)
	}
	if err == nil {
		b.Database, b.Bytes, err = sum(path)
	}
	if err != nil {
		return err
	}
	manifest, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(part, ManifestName), append(manifest, '\n'))
}

// copyPages copies the database that c sees to a new file, a few megabytes at a
// time.
func copyPages(ctx context.Context, c *conn, mount *vfs.Mount, path string, progress func(done, total int)) error {
	// SQLite would let others read it.
	if err := writeFile(path, nil); err != nil {
		return err
	}
	to := dsn(path, mount.Name(), "rw", "journal_mode(MEMORY)", "synchronous(OFF)")
	return c.c.Raw(func(raw any) error {
		from, ok := raw.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("the driver makes no backups")
		}
		job, err := from.NewBackup(to)
		if err != nil {
			return err
		}
		for more := true; more; {
			if err = ctx.Err(); err == nil {
				more, err = job.Step(2048)
			}
			if err != nil {
				return errors.Join(err, job.Finish())
			}
			if progress != nil {
				progress(job.PageCount()-job.Remaining(), job.PageCount())
			}
		}
		return job.Finish()
	})
}

// sum makes a file durable and returns its SHA-256 in hexadecimal and its size.
func sum(path string) (string, int64, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return "", 0, err
	}
	h := sha256.New()
	n, err := io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), n, err
}

func writeFile(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// verifyCopy opens a copy with the keys that are open here, and checks its
// pages, its chain and that it ends where it should.
func (s *Store) verifyCopy(ctx context.Context, dir string, b Backup) error {
	file, err := keys.Load(dir)
	if err != nil {
		return err
	}
	env := s.env
	env.Below, env.Witnesses = nil, nil
	copied := &Store{dir: dir, env: env, file: file, master: s.master}
	if err := copied.start(ctx, false); err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	return errors.Join(copied.verifyBackup(ctx, b), copied.Close(), tidy(dir))
}

func (s *Store) verifyBackup(ctx context.Context, b Backup) error {
	if err := s.CheckIntegrity(ctx, true); err != nil {
		return err
	}
	r, err := s.VerifyJournal(ctx)
	if err == nil && r.Head != b.Head {
		err = fmt.Errorf("the copy ends at entry %d, not %d: %w", r.Head.Seq, b.Head.Seq, ErrDamaged)
	}
	return err
}

// tidy removes what opening leaves beside a database that is closed.
func tidy(dir string) error {
	for _, name := range []string{FileName + "-wal", FileName + "-shm", WitnessName} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Backups returns the copies of a station under a folder, the oldest first.
func Backups(to, station string) ([]Backup, error) {
	names, err := os.ReadDir(to)
	if err != nil {
		return nil, explain("list backups", err)
	}
	var out []Backup
	for _, n := range names {
		if !n.IsDir() || strings.HasPrefix(n.Name(), ".") {
			continue
		}
		b, err := ReadBackup(filepath.Join(to, n.Name()))
		if err == nil && (station == "" || b.Station == station) {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(x, y Backup) int { return x.At.Compare(y.At) })
	return out, nil
}

// ReadBackup reads the manifest of one copy.
func ReadBackup(dir string) (Backup, error) {
	raw, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		err = fmt.Errorf("%w: %w", errNoCopy, err)
	}
	if err != nil {
		return Backup{}, explain("read backup", err)
	}
	var b Backup
	if err := json.Unmarshal(raw, &b); err != nil {
		return Backup{}, explain("read backup", fmt.Errorf("%s: %w: %w", ManifestName, ErrDamaged, err))
	}
	b.Dir = dir
	return b, nil
}

func prune(to, station string, keep int) error {
	if keep <= 0 {
		return nil
	}
	all, err := Backups(to, station)
	for len(all) > keep {
		err = errors.Join(err, os.RemoveAll(all[0].Dir))
		all = all[1:]
	}
	return err
}

// AutoBackup makes a copy at every tick until ctx ends or the ticks do, and
// tells of each.
func (s *Store) AutoBackup(ctx context.Context, to string, keep int, ticks <-chan time.Time, told func(Backup, error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-ticks:
			if !ok {
				return
			}
			told(s.Backup(ctx, to, keep, nil))
		}
	}
}
