package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// runDoctor is `dev doctor`: what this machine has, and what it lacks for each
// task. It changes nothing.
func runDoctor(ctx context.Context, d *dev, _ []string) error {
	d.say("Go        %s for %s/%s, %d processors (%s)", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), goTool())
	d.say("tree      %s", d.root)
	if d.system.display {
		d.say("display   yes (%s)", strings.TrimSpace(os.Getenv("DISPLAY")+" "+os.Getenv("WAYLAND_DISPLAY")))
	} else {
		d.say("display   none: `dev run` works on the command line, the window is tested on a virtual one")
	}
	switch {
	case d.system.os != "linux":
		d.say("packages  %s: a C compiler is needed for the window; the tests with other programs run on Linux", d.system.os)
		return nil
	case !d.system.apt:
		d.say("packages  no apt-get here; missing programs: %s", orNone(missingTools()))
		return nil
	}
	lacking := 0
	for _, n := range testNeeds() {
		missing, err := missingPackages(ctx, n.packages)
		if err != nil {
			return err
		}
		lacking += len(missing)
		d.say("packages  %-45s %s", n.says, orNone(missing))
	}
	how := "`dev test` and `dev run` ask before they install them with sudo"
	if d.system.root {
		how = "`dev test` and `dev run` install them"
	}
	if lacking > 0 {
		d.say("\n%d packages are missing; %s", lacking, how)
	}
	return d.toolsOf(ctx)
}

func orNone(missing []string) string {
	if len(missing) == 0 {
		return "all there"
	}
	return "missing: " + strings.Join(missing, " ")
}

// toolsOf says whether the checkout is whole.
func (d *dev) toolsOf(ctx context.Context) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return fmt.Errorf("read the tree: %w", err)
	}
	d.say("\nthe tree has %d files, %d of them Go", len(h.names), len(h.files))
	return nil
}
