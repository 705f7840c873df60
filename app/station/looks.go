package station

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"sala/app/office"
	"sala/app/store"
)

// LooksFile is the name of the file, in the station's folder, that says how the
// window of each front end looked last: for the page that is shown before the
// store is open. It holds nothing secret and names nobody.
const LooksFile = "station.looks"

// LastAppearance returns how the window of a front end looked for whoever was the
// last there, before the station in dir is open; the zero Appearance where that is
// not known.
func LastAppearance(dir, front string) office.Appearance {
	return lastLooks(Folder(dir))[front]
}

func lastLooks(dir string) map[string]office.Appearance {
	all := map[string]office.Appearance{}
	b, err := os.ReadFile(filepath.Join(dir, LooksFile))
	if err != nil || json.Unmarshal(b, &all) != nil || all == nil {
		return map[string]office.Appearance{} // then the usual stands
	}
	return all
}

// showing is the station's store, which notes beside it how the window looks.
type showing struct {
	*store.Store
	dir string
}

// KeepAppearance keeps what an officer chose, and notes it for the page before the
// store is open. A note that fails is no reason to tell her of trouble: what she
// chose is kept.
func (s showing) KeepAppearance(ctx context.Context, front, officer string, a office.Appearance) error {
	if err := s.Store.KeepAppearance(ctx, front, officer, a); err != nil {
		return err
	}
	all := lastLooks(s.dir)
	if was, ok := all[front]; ok && was == a {
		return nil
	}
	all[front] = a
	if b, err := json.Marshal(all); err == nil {
		_ = writeFile(filepath.Join(s.dir, LooksFile), append(b, '\n'), 0o600)
	}
	return nil
}
