package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"sala/app/office"
)

// makeFile makes a file that must not be there yet, whole or not at all: after
// trouble its name is free to be tried again.
func makeFile(path string, rights os.FileMode, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, rights)
	if err != nil {
		return cannotWrite(path, err)
	}
	if err = errors.Join(write(f), f.Sync(), f.Close()); err == nil {
		return nil
	}
	_ = os.Remove(path)
	if machine := (*fs.PathError)(nil); errors.As(err, &machine) && machine.Path == path {
		return cannotWrite(path, err)
	}
	return err
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, b []byte) error { return writeAs(path, b, 0o644) }

// writeOwn is writeNew for what nobody else of the machine is to read.
func writeOwn(path string, b []byte) error { return writeAs(path, b, 0o600) }

func writeAs(path string, b []byte, rights os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cannotWrite(path, err)
	}
	return makeFile(path, rights, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

func cannotWrite(path string, err error) error {
	return &office.Error{Op: "write a file", Code: "cannot_write", Args: map[string]any{"file": path}, Err: err}
}
