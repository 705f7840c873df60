package main

import (
	"context"
	"errors"
)

// runPackage is `dev package`.
func runPackage(ctx context.Context, d *dev, _ []string) error {
	return errors.New("package: not made yet")
}
