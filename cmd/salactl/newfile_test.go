package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
)

// A file is made whole or not at all, and never over another one.
func TestAFileIsMadeWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "export")
	broken := errors.New("the store broke")
	half := func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	}
	if err := makeFile(path, 0o600, half); !errors.Is(err, broken) || office.CodeOf(err) == "cannot_write" {
		t.Errorf("a writer that broke gives %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a file is left: %v", err)
	}
	if err := writeOwn(path, []byte("whole")); err != nil {
		t.Fatal(err)
	}
	if err := makeFile(path, 0o600, half); office.CodeOf(err) != "cannot_write" {
		t.Errorf("a file that is there gives %v", err)
	}
	if b, err := os.ReadFile(path); string(b) != "whole" {
		t.Errorf("the file that was there holds %q, %v", b, err)
	}
}
