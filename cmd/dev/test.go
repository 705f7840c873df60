package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// runTest is `dev test`: all that must hold.
func runTest(ctx context.Context, d *dev, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("test takes no arguments (to test one package: go test -tags ci ./PACKAGE); %w", errUsage)
	}
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	steps := []step{{name: "packages of this system", live: true, run: func(ctx context.Context, out io.Writer) error {
		return d.install(ctx, out, testNeeds()...)
	}}}
	steps = append(steps, d.houseSteps(h)...)
	steps = append(steps, d.moduleSteps()...)
	steps = append(steps, d.goSteps()...)
	steps = append(steps, d.raceStep("./devices/...", "./app/ui/work", "./sync/client"))
	steps = append(steps, d.windowSteps(h)...)
	return runSteps(ctx, d.out, time.Now, "dev test", steps)
}

// runRules is `dev rules`: the house rules alone.
func runRules(ctx context.Context, d *dev, _ []string) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	return runSteps(ctx, d.out, time.Now, "dev rules", d.houseSteps(h))
}

// houseSteps are the checks that read the tree and run nothing.
func (d *dev) houseSteps(h *house) []step {
	home, _ := os.UserHomeDir()
	note := fmt.Sprintf("%d Go files", len(h.files))
	check := func(name, note string, f func(*house) []fault) step {
		return faultsStep(name, func() ([]fault, string, error) { return f(h), note, nil })
	}
	return []step{
		check("formatting", note, checkFormat),
		check("import rules", fmt.Sprintf("%d rules", len(importRules())), checkImports),
		check("names of packages", "", checkNames),
		check("no package-level state, no init", "", checkState),
		check("time is passed in", "", checkClock),
		check("nothing is printed below the border", "", checkQuiet),
		check("what is exported is explained", "", checkComments),
		check("the top level", "", checkTop),
		check("files: no binaries, hosts, paths", fmt.Sprintf("%d files", len(h.names)), func(h *house) []fault { return checkFiles(h, textRules(d.root, home)) }),
		check("licences beside fonts and data", "", checkLicences),
		check("words: none outside the catalogue", "", checkWords),
		check("words: every key is in the catalogue", "", checkKeys),
		check("words: every error has a sentence", "", checkCodes),
		check("words: every key is asked for", "", checkAsked),
	}
}

// moduleSteps check go.mod and go.sum.
func (d *dev) moduleSteps() []step {
	return []step{
		{name: "modules are what go.sum says", run: func(ctx context.Context, out io.Writer) error {
			return d.goPlain(ctx, out, "mod", "verify").Run()
		}},
		{name: "go.mod is tidy", run: d.checkTidy},
	}
}

// checkTidy holds when go.mod has what is imported. What it has besides is
// noted.
func (d *dev) checkTidy(ctx context.Context, out io.Writer) error {
	var diff, errs bytes.Buffer
	cmd := d.goPlain(ctx, &errs, "mod", "tidy", "-diff")
	cmd.Stdout = &diff
	err := cmd.Run()
	if err == nil {
		return nil
	}
	if diff.Len() == 0 {
		io.Copy(out, &errs)
		return err
	}
	out.Write(diff.Bytes())
	added, removed := tidyChanges(diff.String())
	if len(added) > 0 {
		return fmt.Errorf("go.mod lacks %s", strings.Join(added, ", "))
	}
	if len(removed) > 0 {
		return noted("nothing imports " + strings.Join(removed, ", "))
	}
	return noted("only comments or sums differ")
}

// tidyChanges returns the modules that go mod tidy would add to and take out of
// go.mod, from its diff. A module on both sides changes only its comment or its
// place; one taken out that was there for another's sake is not named.
func tidyChanges(diff string) (added, removed []string) {
	line := regexp.MustCompile(`^([+-])\s+(\S+\.\S+) (v\S+)( // indirect)?$`)
	inSums := false
	plus, minus := map[string]bool{}, map[string]bool{} // whether directly imported
	for text := range strings.Lines(diff) {
		text = strings.TrimRight(text, "\n")
		if strings.HasPrefix(text, "diff ") {
			inSums = strings.HasSuffix(text, "go.sum")
		}
		m := line.FindStringSubmatch(text)
		switch {
		case m == nil || inSums:
		case m[1] == "+":
			plus[m[2]+" "+m[3]] = m[4] == ""
		default:
			minus[m[2]+" "+m[3]] = m[4] == ""
		}
	}
	for m := range plus {
		if _, moved := minus[m]; !moved {
			added = append(added, m)
		}
	}
	for m, direct := range minus {
		if _, moved := plus[m]; !moved && direct {
			removed = append(removed, m)
		}
	}
	slices.Sort(added)
	slices.Sort(removed)
	return added, removed
}

// goSteps build and test all that needs no C compiler.
func (d *dev) goSteps() []step {
	plain := func(args ...string) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error { return d.goPlain(ctx, out, args...).Run() }
	}
	return []step{
		{name: "go vet", run: plain("vet", "-tags", plainTags, "./...")},
		{name: "builds for Windows", run: func(ctx context.Context, out io.Writer) error {
			cmd := d.goPlain(ctx, out, "build", "-tags", plainTags, "./...")
			cmd.Env = append(cmd.Env, "GOOS=windows", "GOARCH=amd64")
			return cmd.Run()
		}},
		{name: "the commands build without cgo", run: func(ctx context.Context, out io.Writer) error {
			return d.build(ctx, out, "salactl", "central", "devsim")
		}},
		{name: "tests without cgo", live: true, run: func(ctx context.Context, out io.Writer) error {
			return countTests(out, func(out io.Writer) error {
				return d.goPlain(ctx, out, "test", "-tags", plainTags, "-timeout", "15m", "./...").Run()
			})
		}},
	}
}

// raceStep runs the tests of packages that do many things at once under the
// race detector, which takes a C compiler.
func (d *dev) raceStep(packages ...string) step {
	return step{name: "tests under the race detector", live: true, run: func(ctx context.Context, out io.Writer) error {
		return countTests(out, func(out io.Writer) error {
			return d.goWindow(ctx, out, append([]string{"test", "-race", "-tags", plainTags, "-timeout", "15m"}, packages...)...).Run()
		})
	}}
}

// runRace is `dev race`: the tests of the areas under the race detector.
func runRace(ctx context.Context, d *dev, areas []string) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	tests := h.functions("Test", func(f goFile) bool { return f.test && !f.window && inAreas(f.dir, areas) })
	if len(tests) == 0 {
		return errors.New("there are no tests there")
	}
	var packages []string
	for _, dir := range slices.Sorted(maps.Keys(tests)) {
		packages = append(packages, "./"+dir)
	}
	return runSteps(ctx, d.out, time.Now, "dev race", []step{d.raceStep(packages...)})
}

// countTests runs go test and passes its lines on, without those of packages
// that have no tests, and notes how many packages passed and the slowest.
func countTests(out io.Writer, run func(io.Writer) error) error {
	r, w := io.Pipe()
	done := make(chan string)
	go func() {
		var tally tally
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			text := lines.Text()
			tally.add(text)
			if !strings.Contains(text, "[no test files]") {
				fmt.Fprintln(out, text)
			}
		}
		io.Copy(io.Discard, r) // a line too long must not stop the test
		done <- tally.String()
	}()
	err := run(w)
	w.Close()
	note := <-done
	if err != nil {
		return err
	}
	return noted(note)
}

// tally counts packages that passed.
type tally struct {
	passed  int
	slowest string
	longest float64 // seconds
}

// add counts a line of go test: "ok  	sala/app/words	0.025s".
func (t *tally) add(line string) {
	fields := strings.Fields(line)
	if len(fields) < 3 || fields[0] != "ok" {
		return
	}
	t.passed++
	if s, err := strconv.ParseFloat(strings.TrimSuffix(fields[2], "s"), 64); err == nil && s > t.longest {
		t.longest, t.slowest = s, strings.TrimPrefix(fields[1], "sala/")
	}
}

func (t tally) String() string {
	if t.slowest == "" {
		return fmt.Sprintf("%d packages", t.passed)
	}
	return fmt.Sprintf("%d packages, the slowest %s (%.0f s)", t.passed, t.slowest, t.longest)
}
