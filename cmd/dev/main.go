// Command dev is the developers' task runner of Sala. It needs Go and nothing
// else: what a task needs besides, it installs (Debian and Ubuntu) or names.
//
//	go run ./cmd/dev run        build, make a demonstration office, open the desk
//	go run ./cmd/dev test       everything that must hold
//	go run ./cmd/dev bench      the figures that Sala measures itself by
//	go run ./cmd/dev help       the other tasks
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// task is one thing that dev can do. Run gets what stands behind the task's
// name on the command line, flags already taken out.
type task struct {
	name, args, says string
	run              func(ctx context.Context, d *dev, args []string) error
}

func tasks() []task {
	return []task{
		{"run", "[desk|kiosk|field]", "build, make a demonstration office and open it; without a display, do the same work on the command line", runDemo},
		{"test", "", "everything that must hold: formatting, vet, house rules, tests, independent checkers, the window under a virtual display", runTest},
		{"rules", "", "only the house rules: imports, state, names, files; a second", runRules},
		{"window", "", "only the window: build it and run its tests under a virtual display", runWindow},
		{"bench", "[AREA...]", "measure the figures and print one table with their targets", runBench},
		{"soak", "[AREA...]", "the long forms of the tests that kill, cut and fill things", runSoak},
		{"race", "[AREA...]", "the tests under the race detector", runRace},
		{"fuzz", "[AREA...]", "run each fuzz target for a while (--time, default 10s)", runFuzz},
		{"pictures", "[desk|kiosk|field]", "draw every screen into --out DIR, one PNG for each language and theme (--large: at 200 %)", runPictures},
		{"package", "", "make what is installed: two .deb, a .tar.gz, and a Windows .zip where a cross compiler is installed", runPackage},
		{"doctor", "", "say what this machine has and lacks", runDoctor},
		{"help", "", "this page", runHelp},
	}
}

// dev is the machine and the tree that a task works on.
type dev struct {
	root   string // of the repository
	out    io.Writer
	in     io.Reader
	system system
	flags  flags
}

// flags are those of all tasks.
type flags struct {
	yes   bool
	large bool
	out   string
	time  string
}

// work returns a path under .work, which git ignores.
func (d *dev) work(elem ...string) string {
	return filepath.Join(append([]string{d.root, ".work"}, elem...)...)
}

func (d *dev) say(format string, args ...any) { fmt.Fprintf(d.out, format+"\n", args...) }

// errReported is a failure that has been said already.
var errReported = errors.New("failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := dispatch(ctx, os.Args[1:])
	switch {
	case err == nil:
		return
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case !errors.Is(err, errReported):
		fmt.Fprintln(os.Stderr, "dev:", err)
	}
	os.Exit(1)
}

// errUsage is a command line that makes no sense.
var errUsage = errors.New("go run ./cmd/dev help lists the tasks")

// dispatch runs the task that the command line names. Flags may stand before
// and behind its arguments.
func dispatch(ctx context.Context, args []string) error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	d := &dev{root: root, out: os.Stdout, in: os.Stdin, system: thisSystem()}
	set := flag.NewFlagSet("dev", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&d.flags.yes, "yes", false, "install packages without asking")
	set.StringVar(&d.flags.out, "out", "", "folder for what is made")
	set.BoolVar(&d.flags.large, "large", false, "pictures in letters of twice the size")
	set.StringVar(&d.flags.time, "time", "", "how long: of each fuzz target, of each benchmark")
	var words []string
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return runHelp(ctx, d, nil)
			}
			return fmt.Errorf("%v; %w", err, errUsage)
		}
		if args = set.Args(); len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	if len(words) == 0 {
		return runHelp(ctx, d, nil)
	}
	for _, t := range tasks() {
		if t.name == words[0] {
			return t.run(ctx, d, words[1:])
		}
	}
	return fmt.Errorf("there is no task %q; %w", words[0], errUsage)
}

// findRoot returns the folder of the module, from the current one upwards.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		b, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(b), "module sala\n") {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("this is not inside a checkout of Sala: no go.mod with \"module sala\" found")
		}
		dir = parent
	}
}

func runHelp(_ context.Context, d *dev, _ []string) error {
	d.say("go run ./cmd/dev TASK [--yes] [--out DIR] [--large] [--time DURATION]\n")
	for _, t := range tasks() {
		d.say("  %-9s %-20s %s", t.name, t.args, t.says)
	}
	d.say("\n--yes installs packages without asking. Everything is built into .work, which git ignores.\n")
	d.say("An AREA is a folder or its name: store, sync, paper, devices, desk. What the tasks find by name in the tests:")
	d.say("  BenchmarkFigure…  a figure; its target stands in the unit: b.ReportMetric(1.7, \"x-bare-insert<=2\")")
	d.say("  TestSoak…         a short form in test; the long form with SALA_LONG=1, which soak sets (for bench, set it yourself)")
	d.say("  TestPictures…     in app/ui: draws into SALA_PICTURES what is named in SALA_MODES")
	d.say("  //go:build window tests and figures that need a display: built with cgo, run under Xvfb")
	return nil
}
