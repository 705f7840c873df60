package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sala/app/store/keys"
)

// Drill puts a backup back in a scratch folder, opens it there, checks pages,
// chain and that its tables follow from its journal, and throws the scratch
// copy away. Nothing else is touched.
func Drill(ctx context.Context, backup, scratch string, u Unlock, env Environment) (Report, error) {
	const op = "restore drill"
	b, err := ReadBackup(backup)
	if err != nil {
		return Report{}, err
	}
	dir, err := os.MkdirTemp(scratch, "drill-")
	if err != nil {
		return Report{}, explain(op, err)
	}
	defer os.RemoveAll(dir)
	if err := unpack(b, dir); err != nil {
		return Report{}, explain(op, err)
	}
	env.Witnesses = nil
	s, err := Open(ctx, dir, u, env)
	if err != nil {
		return Report{}, err
	}
	defer s.Close()
	if err := s.verifyBackup(ctx, b); err != nil {
		return Report{}, explain(op, err)
	}
	r, err := s.VerifyJournal(ctx)
	if err != nil {
		return r, err
	}
	before, err := s.Digest(ctx)
	if err == nil {
		err = s.Rebuild(ctx, nil)
	}
	if err != nil {
		return r, explain(op, err)
	}
	after, err := s.Digest(ctx)
	for name := range before {
		if before[name] != after[name] {
			err = errors.Join(err, fmt.Errorf("table %s does not follow from the journal: %w", name, ErrDamaged))
		}
	}
	return r, explain(op, err)
}

// PutBack makes a backup the station in dir. What is there is moved aside, not
// deleted; the returned names say where. The station opens with Behind set: it
// can be read at once, and writes when central has said that nothing is missing
// or has given back what was (CentralHas, Restore), or when a person decides not
// to wait (GoOn).
func PutBack(ctx context.Context, backup, dir string, u Unlock, env Environment) (aside []string, err error) {
	const op = "put a backup back"
	b, err := ReadBackup(backup)
	if err != nil {
		return nil, err
	}
	env = env.complete()
	// First see that the backup is whole and opens.
	if _, err := Drill(ctx, backup, dir, u, env); err != nil {
		return nil, err
	}
	stamp := env.Now().UTC().Format("20060102T150405Z")
	for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm", keys.Name} {
		to := filepath.Join(dir, name+".before-"+stamp)
		switch err := os.Rename(filepath.Join(dir, name), to); {
		case err == nil:
			aside = append(aside, to)
		case !errors.Is(err, fs.ErrNotExist):
			return aside, explain(op, err)
		}
	}
	if err := unpack(b, dir); err != nil {
		return aside, explain(op, err)
	}
	s, err := Open(ctx, dir, u, env)
	if err != nil {
		return aside, err
	}
	defer s.Close()
	return aside, s.write(ctx, op, func(c *conn) error { return setSetting(c, settingRestored, []byte(stamp)) })
}

// unpack copies a backup's files to dir and compares what was copied with the
// manifest.
func unpack(b Backup, dir string) error {
	for _, name := range []string{keys.Name, FileName} {
		if err := copyOver(filepath.Join(dir, name), filepath.Join(b.Dir, name)); err != nil {
			return err
		}
	}
	got, n, err := sum(filepath.Join(dir, FileName))
	if err == nil && (got != b.Database || n != b.Bytes) {
		err = fmt.Errorf("the backup's database is not the one of its manifest: %w", ErrDamaged)
	}
	return errors.Join(err, syncFolder(dir))
}

func copyOver(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}
