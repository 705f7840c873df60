package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// The build tags of the window (Linux: X11 only, for an input method exists
// there alone) and of everything else (no C compiler). Without animations an
// idle window draws nothing: a caret that fades took 15 % of a core of a
// laptop's battery, measured where the processor draws, and now 3 %.
const (
	windowTags = "x11 migrated_fynedo no_metadata no_emoji no_animations"
	plainTags  = "ci"
)

// stopGently lets a command end by itself when its context does.
func stopGently(cmd *exec.Cmd) {
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
}

// goTool returns the path of the go command: the one in PATH, or the one beside
// which dev was built.
func goTool() string {
	if p, err := exec.LookPath("go"); err == nil {
		return p
	}
	for _, root := range []string{os.Getenv("GOROOT"), "/usr/local/go"} {
		p := filepath.Join(root, "bin", "go")
		if _, err := os.Stat(p); root != "" && err == nil {
			return p
		}
	}
	return "go"
}

// goPlain returns a go command that builds without a C compiler.
func (d *dev) goPlain(ctx context.Context, out io.Writer, args ...string) *exec.Cmd {
	cmd := d.command(ctx, out, append([]string{goTool()}, args...)...)
	cmd.Env = append(cmd.Env, "CGO_ENABLED=0", "SALA_BIN="+d.work("bin"))
	return cmd
}

// goWindow returns a go command that builds the window.
func (d *dev) goWindow(ctx context.Context, out io.Writer, args ...string) *exec.Cmd {
	cmd := d.command(ctx, out, append([]string{goTool()}, args...)...)
	cmd.Env = append(cmd.Env, "CGO_ENABLED=1", "SALA_BIN="+d.work("bin"))
	return cmd
}

// build builds commands into .work/bin: those that exist, and says which do not.
func (d *dev) build(ctx context.Context, out io.Writer, names ...string) error {
	if err := os.MkdirAll(d.work("bin"), 0o755); err != nil {
		return err
	}
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(d.root, "cmd", name)); err != nil {
			return fmt.Errorf("there is no cmd/%s in this tree", name)
		}
		fmt.Fprintf(out, "building %s\n", name)
		args := []string{"build", "-buildvcs=false", "-tags", plainTags, "-o", d.binary(name), "./cmd/" + name}
		cmd := d.goPlain(ctx, out, args...)
		if name == "sala" {
			args[3] = windowTags
			cmd = d.goWindow(ctx, out, args...)
		}
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("build cmd/%s: %w", name, err)
		}
	}
	return nil
}

// binary returns where build puts a command.
func (d *dev) binary(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return d.work("bin", name)
}

// inAreas reports whether a folder belongs to one of the areas of the command
// line: a folder ("app/store"), one of its elements ("store"), or a name of the
// trade for several folders. No areas mean all.
func inAreas(dir string, areas []string) bool {
	trade := map[string][]string{
		"sync":   {"sync"},
		"paper":  {"app/paper", "forms/seal", "forms/certificate"},
		"desk":   {"app/ui", "cmd/sala"},
		"kiosk":  {"app/ui/kiosk", "app/speech"},
		"field":  {"app/ui/field"},
		"demo":   {"cmd/salactl", "app/station"},
		"device": {"devices"},
	}
	if len(areas) == 0 {
		return true
	}
	for _, area := range areas {
		area = strings.Trim(filepath.ToSlash(area), "./")
		if under(dir, area) || slices.Contains(strings.Split(dir, "/"), area) || underAny(dir, trade[area]) {
			return true
		}
	}
	return false
}
