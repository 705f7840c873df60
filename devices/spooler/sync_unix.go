//go:build !windows

package spooler

import (
	"errors"
	"os"
)

// syncDir makes a folder's list of names durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
