package spooler

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"sala/devices/outcome"
)

// Folder is a folder of documents: for offices that print elsewhere, and for
// demonstrations.
type Folder struct {
	// Dir is made when it is not there.
	Dir string
}

// Name implements Printer.
func (f Folder) Name() string { return f.Dir }

// Check implements Printer.
func (f Folder) Check(context.Context) error {
	if err := os.MkdirAll(f.Dir, 0o755); err != nil {
		return fmt.Errorf("spooler: folder: %w", ErrFolder.Because(err))
	}
	t, err := os.CreateTemp(f.Dir, ".check-*")
	if err != nil {
		return fmt.Errorf("spooler: folder: %w", ErrFolder.Because(err))
	}
	return errors.Join(t.Close(), os.Remove(t.Name()))
}

// Print implements Printer. The file appears under its name only when it is
// whole; a title that is taken gets a number.
func (f Folder) Print(ctx context.Context, title string, pdf []byte) (outcome.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return outcome.Failed, fmt.Errorf("spooler: folder: %w", err)
	}
	if _, err := f.Put(title, pdf); err != nil {
		return outcome.Failed, fmt.Errorf("spooler: folder: %w", ErrFolder.Because(err))
	}
	return outcome.Printed, nil
}

// Put writes the document and returns its file's name.
func (f Folder) Put(title string, pdf []byte) (string, error) {
	if err := os.MkdirAll(f.Dir, 0o755); err != nil {
		return "", err
	}
	t, err := os.CreateTemp(f.Dir, ".printing-*")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(t.Name()) }()
	_, err = t.Write(pdf)
	if err == nil {
		err = t.Sync()
	}
	if err = errors.Join(err, t.Close()); err != nil {
		return "", err
	}
	name, err := f.settle(t.Name(), fileName(title))
	if err != nil {
		return "", err
	}
	return name, syncDir(f.Dir)
}

// settle links the finished file to the first free name: unlike a rename, a
// link never takes the place of another document.
func (f Folder) settle(temp, title string) (string, error) {
	for n := 1; n < 10_000; n++ {
		name := filepath.Join(f.Dir, title+".pdf")
		if n > 1 {
			name = filepath.Join(f.Dir, fmt.Sprintf("%s (%d).pdf", title, n))
		}
		err := os.Link(temp, name)
		if err == nil {
			return name, os.Chmod(name, 0o644)
		}
		if errors.Is(err, os.ErrExist) {
			continue
		}
		// A file system without links, such as a memory stick's.
		if _, e := os.Lstat(name); e == nil {
			continue
		}
		return name, os.Rename(temp, name)
	}
	return "", errors.New("ten thousand documents of one title")
}

// fileName makes a title fit for every file system.
func fileName(title string) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || unicode.IsControl(r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(title))
	s = strings.Trim(s, ". ")
	for len(s) > 120 {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	if s == "" {
		return "document"
	}
	return s
}
