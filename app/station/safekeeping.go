package station

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sala/app/office"
	"sala/app/store"
)

var _ office.Safekeeping = (*Station)(nil)

// ErrNoCopies means that nobody has said where copies are to be kept.
var ErrNoCopies error = noCopies{}

type noCopies struct{}

func (noCopies) Error() string { return "no folder for copies is set" }

// Code returns the word for the catalogue.
func (noCopies) Code() string { return "no_copy_folder" }

// CopyPlan says where copies are kept and how often they are made.
func (st *Station) CopyPlan() office.CopyPlan {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.Config.Backup.Complete()
}

// SetCopyPlan keeps the plan, after it has seen that the folder can be written.
func (st *Station) SetCopyPlan(_ context.Context, p office.CopyPlan) error {
	if p.Folder != "" {
		if !filepath.IsAbs(p.Folder) {
			return &office.Error{Op: "plan copies", Code: "copy_folder", Args: map[string]any{"dir": p.Folder}}
		}
		if err := writable(p.Folder); err != nil {
			return &office.Error{Op: "plan copies", Code: "copy_folder", Args: map[string]any{"dir": p.Folder}, Err: err}
		}
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.Config.Backup = p
	st.copyTrouble = ""
	return st.Config.Write(st.Dir)
}

func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Copies are those in the plan's folder, the newest first.
func (st *Station) Copies(context.Context) ([]office.Copy, error) {
	plan := st.CopyPlan()
	if plan.Folder == "" {
		return nil, nil
	}
	all, err := store.Backups(plan.Folder, st.Config.Profile.Station)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	var out []office.Copy
	for _, b := range all {
		out = append(out, copyOf(b))
	}
	return out, nil
}

func copyOf(b store.Backup) office.Copy {
	return office.Copy{Dir: b.Dir, At: b.At, Entries: b.Head.Seq, Bytes: b.Bytes}
}

// MakeCopy makes a copy in the plan's folder, while the station is in use, and
// opens it.
func (st *Station) MakeCopy(ctx context.Context, progress func(done, total int)) (office.Copy, error) {
	plan := st.CopyPlan()
	if plan.Folder == "" {
		return office.Copy{}, ErrNoCopies
	}
	b, err := st.BackUp(ctx, plan.Folder, plan.Keep, progress)
	return copyOf(b), err
}

// BackUp makes a copy in a folder, with the station's configuration beside it.
func (st *Station) BackUp(ctx context.Context, to string, keep int, progress func(done, total int)) (store.Backup, error) {
	b, err := st.Store.Backup(ctx, to, keep, progress)
	if err != nil {
		return b, err
	}
	config, err := os.ReadFile(filepath.Join(st.Dir, ConfigFile))
	if err == nil {
		err = writeFile(filepath.Join(b.Dir, ConfigFile), config, 0o600)
	}
	if err != nil {
		return b, fmt.Errorf("back up the configuration: %w", err)
	}
	return b, nil
}

// DrillCopy puts a copy back in a scratch folder beside the station, opens it
// there and throws it away.
func (st *Station) DrillCopy(ctx context.Context, dir, officer, password string) (uint64, error) {
	r, err := store.Drill(ctx, dir, st.Dir, store.Unlock{Officer: officer, Password: password}, store.Environment{Now: st.Office.Now})
	return r.Entries, err
}

// CopyTrouble is the code of why the last copy that was due was not made.
func (st *Station) CopyTrouble() string {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.copyTrouble
}

// RotateKey writes every page anew under a new key, or goes on with a rotation
// that was cut off.
func (st *Station) RotateKey(ctx context.Context, progress func(done, total int)) error {
	return st.Store.Rotate(ctx, progress)
}

// GoOn lets a station write that is an old copy of itself.
func (st *Station) GoOn(ctx context.Context) error { return st.Store.GoOn(ctx) }
