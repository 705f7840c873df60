package station

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"sala/app/office"
	"sala/forms/definition"
	"sala/forms/pack"
)

// ahead is the pack in use as it is read beside what else opens a station: its forms
// take as long as all of that.
type ahead struct {
	of    [3]string // which pack
	files func() (fs.FS, error)
	begun func() (*pack.Pack, error)
}

// readAhead begins to read the pack in use. Without forms these are read when somebody
// asks for them.
func readAhead(dir string, c Config, forms bool) ahead {
	a := ahead{of: named(c), files: sync.OnceValues(func() (fs.FS, error) { return packFiles(dir, c) })}
	a.begun = sync.OnceValues(func() (*pack.Pack, error) {
		files, err := a.files()
		if err != nil {
			return nil, err
		}
		p, err := pack.Begin(files)
		return p, unusable(c.Pack, err)
	})
	go func() {
		if p, err := a.begun(); err == nil && forms {
			_ = p.Wait() // Ready says it
		}
	}()
	return a
}

// named tells the pack in use from others.
func named(c Config) [3]string { return [3]string{c.Pack, c.PackFile, c.PackHash} }

// Ready waits until the forms are read.
func (st *Station) Ready() error { return unusable(st.Config.Pack, st.Pack.Wait()) }

// unusable tells why a pack that was put to use cannot be used: a newer program
// may find faults that the one which took it did not look for.
func unusable(name string, err error) error {
	var faults definition.Faults
	switch {
	case errors.As(err, &faults):
		return &office.Error{Op: "open the pack", Code: "pack_faulty", Args: map[string]any{"count": len(faults)}, Err: err}
	case err != nil:
		return fmt.Errorf("open the pack %q: %w", name, err)
	}
	return nil
}
