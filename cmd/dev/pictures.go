package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// runPictures is `dev pictures`: the tests called TestPictures… in app/ui draw
// each screen of the modes asked for, without a display, into the folder that
// SALA_PICTURES names: MODE-SCREEN-LANGUAGE-THEME.png. With --large in letters
// of twice the size, and -large at the end of the names.
func runPictures(ctx context.Context, d *dev, modes []string) error {
	all := []string{"desk", "kiosk", "field"}
	for _, m := range modes {
		if !slices.Contains(all, m) {
			return fmt.Errorf("there is no mode %q: %s; %w", m, strings.Join(all, ", "), errUsage)
		}
	}
	if len(modes) == 0 {
		modes = all
	}
	dir := d.flags.out
	if dir == "" {
		dir = filepath.Join(d.root, "pictures") // git ignores it
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
	tests := h.functions("TestPictures", func(f goFile) bool {
		return f.test && under(f.dir, "app/ui") && slices.Contains(modes, path.Base(f.dir))
	})
	var steps []step
	for _, where := range slices.Sorted(maps.Keys(tests)) {
		steps = append(steps, step{name: where, run: func(ctx context.Context, out io.Writer) error {
			return d.draw(ctx, out, where, tests[where], dir)
		}})
	}
	if len(steps) == 0 {
		return errors.New("there are no tests called TestPictures… there")
	}
	if err := runSteps(ctx, d.out, time.Now, "dev pictures", steps); err != nil {
		return err
	}
	made, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	d.say("%d pictures in %s", len(made), dir)
	if len(made) == 0 {
		return errors.New("nothing was drawn")
	}
	return nil
}

// draw runs the tests of one folder in every language and theme.
func (d *dev) draw(ctx context.Context, out io.Writer, where string, tests []string, dir string) error {
	before, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	cmd := d.goPlain(ctx, out, "test", "-tags", plainTags+" window", "-count", "1", "-timeout", "1h", "-run", "^("+strings.Join(tests, "|")+")$", "./"+where)
	cmd.Env = append(cmd.Env, "SALA_PICTURES="+dir, "SALA_MODES="+path.Base(where))
	if d.flags.large {
		cmd.Env = append(cmd.Env, "SALA_LARGE=1")
	}
	if err := cmd.Run(); err != nil {
		return err
	}
	after, _ := filepath.Glob(filepath.Join(dir, "*.png"))
	return noted(fmt.Sprintf("%d new pictures", len(after)-len(before)))
}
