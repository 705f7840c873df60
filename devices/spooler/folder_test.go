package spooler_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sala/devices/outcome"
	"sala/devices/spooler"
)

func TestFolderKeepsEveryDocument(t *testing.T) {
	f := spooler.Folder{Dir: filepath.Join(t.TempDir(), "out")}
	for _, pdf := range []string{"%PDF first", "%PDF second"} {
		if o, err := f.Print(context.Background(), "ท.ร.14/1 ../นาย สมชาย", []byte(pdf)); o != outcome.Printed || err != nil {
			t.Fatalf("%s, %v", o, err)
		}
	}
	entries, err := os.ReadDir(f.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Fatalf("files: %v", entries)
	}
	var all [][]byte
	for _, e := range entries {
		p, err := os.ReadFile(filepath.Join(f.Dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
		if strings.HasPrefix(e.Name(), ".") || !strings.HasSuffix(e.Name(), ".pdf") {
			t.Errorf("file %q", e.Name())
		}
	}
	if !bytes.Equal(bytes.Join(all, nil), []byte("%PDF second%PDF first")) && !bytes.Equal(bytes.Join(all, nil), []byte("%PDF first%PDF second")) {
		t.Errorf("contents %q", all)
	}
}

func TestFolderThatCannotBeWrittenFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := spooler.Folder{Dir: file}
	o, err := f.Print(context.Background(), "x", []byte("%PDF"))
	if o != outcome.Failed || !errors.Is(err, spooler.ErrFolder) {
		t.Errorf("%s, %v", o, err)
	}
	if err := f.Check(context.Background()); !errors.Is(err, spooler.ErrFolder) {
		t.Errorf("check: %v", err)
	}
}
