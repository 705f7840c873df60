package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// runWindow is `dev window`: the window's own steps of `dev test`.
func runWindow(ctx context.Context, d *dev, _ []string) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	steps := []step{
		{name: "packages of this system", live: true, run: func(ctx context.Context, out io.Writer) error {
			return d.install(ctx, out, testNeeds()[:3]...)
		}},
		{name: "the commands build without cgo", run: func(ctx context.Context, out io.Writer) error {
			return d.build(ctx, out, "salactl", "central", "devsim")
		}},
	}
	return runSteps(ctx, d.out, time.Now, "dev window", append(steps, d.windowSteps(h)...))
}

// windowSteps build the window and run its tests on a virtual display. These
// are the tests in files with the build tag "window".
func (d *dev) windowSteps(h *house) []step {
	return []step{
		{name: "the window builds", run: func(ctx context.Context, out io.Writer) error {
			return d.build(ctx, out, "sala")
		}},
		{name: "tests of the window", live: true, needs: "the window builds", run: func(ctx context.Context, out io.Writer) error {
			tests := h.functions("Test", func(f goFile) bool { return f.test && f.window })
			if len(tests) == 0 {
				return fmt.Errorf("there are no tests with the build tag window")
			}
			screen, err := openDisplay(ctx)
			if err != nil {
				return err
			}
			defer screen.close()
			return countTests(out, func(out io.Writer) error { return d.goTestWindow(ctx, out, screen, tests) })
		}},
	}
}

// goTestWindow runs the named tests of each folder, one folder after the other:
// a display has one focus. Those of app/ui draw in memory and need no C
// compiler; those of cmd/sala drive the real window.
func (d *dev) goTestWindow(ctx context.Context, out io.Writer, screen *display, tests map[string][]string, args ...string) error {
	var failed []string
	for _, dir := range slices.Sorted(maps.Keys(tests)) {
		names := "^(" + strings.Join(tests[dir], "|") + ")$"
		all := append(append([]string{"-timeout", "15m", "-count", "1", "-run", names}, args...), "./"+dir)
		cmd := d.goWindow(ctx, out, append([]string{"test", "-tags", windowTags + " window"}, all...)...)
		if under(dir, "app/ui") {
			cmd = d.goPlain(ctx, out, append([]string{"test", "-tags", plainTags + " window"}, all...)...)
		}
		cmd.Env = append(cmd.Env, screen.env()...)
		if err := cmd.Run(); err != nil {
			failed = append(failed, dir)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("go test in %s", strings.Join(failed, ", "))
	}
	return nil
}
