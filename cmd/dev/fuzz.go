package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// runFuzz is `dev fuzz`: each fuzz target of the areas, for a while each.
func runFuzz(ctx context.Context, d *dev, areas []string) error {
	long := d.flags.time
	if long == "" {
		long = "10s"
	}
	if _, err := time.ParseDuration(long); err != nil {
		return fmt.Errorf("--time %s: %v; %w", long, err, errUsage)
	}
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	targets := h.functions("Fuzz", func(f goFile) bool { return f.test && !f.window && inAreas(f.dir, areas) })
	var steps []step
	for _, dir := range slices.Sorted(maps.Keys(targets)) {
		for _, name := range targets[dir] {
			steps = append(steps, step{name: dir + " " + name, run: func(ctx context.Context, out io.Writer) error {
				var kept bytes.Buffer
				err := d.goPlain(ctx, io.MultiWriter(out, &kept), "test", "-tags", plainTags, "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", long, "-fuzzminimizetime", minimize, "./"+dir).Run()
				if err != nil {
					return err
				}
				return noted(lastTried(kept.String()))
			}})
		}
	}
	if len(steps) == 0 {
		return errors.New("there are no fuzz targets there")
	}
	return runSteps(ctx, d.out, time.Now, "dev fuzz", steps)
}

// minimize bounds how long the fuzzer tries to shorten an input that reached
// something new. Left alone it takes a minute for each, during which nothing new
// is tried: a run of seconds looks as if it hung.
const minimize = "100x"

// lastTried returns how many inputs the last progress line of a fuzz run
// counts.
func lastTried(out string) string {
	tried := ""
	for line := range strings.Lines(out) {
		if _, rest, ok := strings.Cut(line, "execs: "); ok {
			tried, _, _ = strings.Cut(rest, " ")
		}
	}
	return tried + " inputs"
}

// runSoak is `dev soak`: the tests called TestSoak… in their long form.
func runSoak(ctx context.Context, d *dev, areas []string) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	tests := h.functions("TestSoak", func(f goFile) bool { return f.test && !f.window && inAreas(f.dir, areas) })
	var steps []step
	for _, dir := range slices.Sorted(maps.Keys(tests)) {
		steps = append(steps, step{name: dir, live: true, run: func(ctx context.Context, out io.Writer) error {
			cmd := d.goPlain(ctx, out, "test", "-tags", plainTags, "-v", "-count", "1", "-timeout", "24h", "-run", "^("+strings.Join(tests[dir], "|")+")$", "./"+dir)
			cmd.Env = append(cmd.Env, "SALA_LONG=1")
			return cmd.Run()
		}})
	}
	if len(steps) == 0 {
		return errors.New("there are no tests called TestSoak… there")
	}
	return runSteps(ctx, d.out, time.Now, "dev soak", steps)
}
