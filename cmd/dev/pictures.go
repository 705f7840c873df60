package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// runPictures is `dev pictures`: the tests called TestPictures… draw each
// screen of the modes asked for into the folder that SALA_PICTURES names, as
// MODE-SCREEN-LANGUAGE-THEME.png.
func runPictures(ctx context.Context, d *dev, modes []string) error {
	for _, m := range modes {
		if !slices.Contains([]string{"desk", "kiosk", "field"}, m) {
			return fmt.Errorf("there is no mode %q: desk, kiosk, field; %w", m, errUsage)
		}
	}
	dir := d.flags.out
	if dir == "" {
		dir = "pictures" // git ignores it
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	tests := h.functions("TestPictures", func(f goFile) bool { return f.test && f.window })
	if len(tests) == 0 {
		return errors.New("there are no tests called TestPictures… with the build tag window")
	}
	if err := d.install(ctx, d.out, windowNeeds(), testNeeds()[1]); err != nil {
		return err
	}
	if err := d.build(ctx, d.out, "salactl", "central", "devsim", "sala"); err != nil {
		return err
	}
	screen, err := openDisplay(ctx)
	if err != nil {
		return err
	}
	defer screen.close()
	os.Setenv("SALA_PICTURES", dir)
	os.Setenv("SALA_MODES", strings.Join(modes, " "))
	if err := d.goTestWindow(ctx, d.out, screen, tests, "-v"); err != nil {
		return err
	}
	made, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	d.say("%d pictures in %s", len(made), dir)
	if len(made) == 0 {
		return errors.New("nothing was drawn")
	}
	return nil
}
