package station

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sala/app/office"
)

// Files are the files of this machine from which a photo or a scan is chosen:
// those of the person who is signed in to it, and what is plugged in. It reads,
// and never writes.
type Files struct {
	// Places are where a person begins to look; those that are not there are
	// left out.
	Places []string
}

// Files returns the usual places: the person's own folder and the sticks.
func (*Station) Files() Files {
	var f Files
	if home, err := os.UserHomeDir(); err == nil {
		f.Places = append(f.Places, filepath.Join(home, "Pictures"), filepath.Join(home, "Downloads"), home)
	}
	for _, base := range []string{"/media", "/run/media", "/mnt"} {
		f.Places = append(f.Places, sticks(base)...)
	}
	return f
}

// sticks are the folders below base, and those below them: systems put a stick
// under its name, or under its owner's and then its own.
func sticks(base string) []string {
	var out []string
	for _, pattern := range []string{"*", "*/*"} {
		found, _ := filepath.Glob(filepath.Join(base, pattern)) // the pattern is well formed
		out = append(out, found...)
	}
	return out
}

// fileError has a code for the words catalogue.
type fileError struct {
	code string
	err  error
}

func (e *fileError) Error() string { return e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }
func (e *fileError) Code() string  { return e.code }

func unreadable(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &fileError{"file_gone", err}
	}
	return &fileError{"file_unreadable", err}
}

// List returns what is in a folder, "" the places where a person begins to look.
// Hidden files are left out; folders come first, then the newest files.
func (f Files) List(ctx context.Context, folder string) (office.Folder, error) {
	var out office.Folder
	if folder == "" {
		for _, p := range f.Places {
			if i, err := os.Stat(p); err == nil && i.IsDir() {
				out.Entries = append(out.Entries, office.FolderEntry{Name: filepath.Base(p), Path: p, Folder: true, At: i.ModTime()})
			}
		}
		return out, nil
	}
	out.Name = filepath.Base(folder)
	out.Entries = append(out.Entries, office.FolderEntry{Name: "..", Path: f.above(folder), Folder: true})
	list, err := os.ReadDir(folder)
	if err != nil {
		return out, unreadable(err)
	}
	for _, e := range list {
		i, err := e.Info()
		if err != nil || strings.HasPrefix(e.Name(), ".") || !e.IsDir() && !i.Mode().IsRegular() {
			continue
		}
		out.Entries = append(out.Entries, office.FolderEntry{Name: e.Name(), Path: filepath.Join(folder, e.Name()), Folder: e.IsDir(), Size: i.Size(), At: i.ModTime()})
	}
	slices.SortStableFunc(out.Entries[1:], func(a, b office.FolderEntry) int {
		switch {
		case a.Folder != b.Folder && a.Folder:
			return -1
		case a.Folder != b.Folder:
			return 1
		case a.Folder:
			return strings.Compare(a.Name, b.Name)
		}
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Name, b.Name))
	})
	return out, ctx.Err()
}

// above is the folder above one, and "" above a place.
func (f Files) above(folder string) string {
	if slices.Contains(f.Places, folder) || filepath.Dir(folder) == folder {
		return ""
	}
	return filepath.Dir(folder)
}

// Read returns a file, no larger than can be attached.
func (f Files) Read(_ context.Context, path string) (office.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return office.File{}, unreadable(err)
	}
	defer file.Close()
	body, err := io.ReadAll(io.LimitReader(file, office.MaxAttachment+1))
	if err != nil {
		return office.File{}, unreadable(err)
	}
	return office.File{Name: filepath.Base(path), MIME: mime.TypeByExtension(filepath.Ext(path)), Body: body}, nil
}
