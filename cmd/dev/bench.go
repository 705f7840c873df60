package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// figure is one measured number of a benchmark called BenchmarkFigure….
//
// A benchmark says what it aims at in the unit of the metric that it reports:
// b.ReportMetric(1.7, "x-bare-insert<=2") is met at 2 or less,
// b.ReportMetric(12, "x-pouchdb>=10") at 10 or more.
type figure struct {
	dir, name string // "app/store", "Save/encrypted"
	value     float64
	unit      string // without the target
	atMost    bool
	target    float64
	aimed     bool // there is a target
}

// met reports whether a figure is where it should be, and by how much it is
// not, as a share of the target.
func (f figure) met() (bool, float64) {
	if !f.aimed {
		return true, 0
	}
	off := f.value/f.target - 1
	if !f.atMost {
		off = -off
	}
	return off <= 0, off
}

// verdict says in words how a figure stands to its target.
func (f figure) verdict() string {
	ok, off := f.met()
	switch {
	case !f.aimed:
		return ""
	case ok:
		return "met"
	}
	return fmt.Sprintf("missed by %.0f %%", off*100)
}

// parseFigures reads the output of go test -bench. Time per operation is a
// figure only where the benchmark reports no metric of its own.
func parseFigures(dir, out string) []figure {
	var figures []figure
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "BenchmarkFigure") {
			continue
		}
		name := strings.TrimPrefix(fields[0], "BenchmarkFigure")
		if i := strings.LastIndexByte(name, '-'); i > 0 { // the number of processors
			name = name[:i]
		}
		var own, standard []figure
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				break
			}
			f := figure{dir: dir, name: name, value: value}
			f.unit, f.atMost, f.target, f.aimed = parseUnit(fields[i+1])
			f = aim(f)
			if slices.Contains([]string{"ns/op", "B/op", "allocs/op", "MB/s"}, f.unit) {
				standard = append(standard, f)
			} else {
				own = append(own, f)
			}
		}
		if len(own) == 0 {
			own = standard
		}
		figures = append(figures, own...)
	}
	return figures
}

// parseUnit takes the target out of a unit.
func parseUnit(s string) (unit string, atMost bool, target float64, aimed bool) {
	for _, sign := range []string{"<=", ">=", "<", ">"} {
		if unit, t, ok := strings.Cut(s, sign); ok {
			if target, err := strconv.ParseFloat(t, 64); err == nil && target > 0 {
				return unit, sign[0] == '<', target, true
			}
		}
	}
	return s, false, 0, false
}

// runBench is `dev bench`: the benchmarks called BenchmarkFigure… of the areas,
// in one table.
func runBench(ctx context.Context, d *dev, areas []string) error {
	h, err := openHouse(ctx, d.root)
	if err != nil {
		return err
	}
	figures := func(window bool) map[string][]string {
		return h.functions("BenchmarkFigure", func(f goFile) bool {
			return f.test && f.window == window && (inAreas(f.dir, areas) || inFigures(f.name, areas))
		})
	}
	plain, windowed := figures(false), figures(true)
	if len(plain)+len(windowed) == 0 {
		return errors.New("there are no benchmarks called BenchmarkFigure… there")
	}
	if err := d.install(ctx, d.out, testNeeds()...); err != nil {
		return err
	}
	var all []figure
	var failed []string
	measure := func(dir string, run func(io.Writer) error) {
		d.say("measuring %s", dir)
		var out bytes.Buffer
		if err := run(&out); err != nil {
			failed = append(failed, dir)
			d.say("%s%s: %v", out.String(), dir, err)
		}
		all = append(all, parseFigures(dir, out.String())...)
	}
	args := func(names []string) []string {
		a := []string{"-run", "^$", "-bench", "^(" + strings.Join(names, "|") + ")$", "-timeout", "2h"}
		if d.flags.time != "" {
			a = append(a, "-benchtime", d.flags.time)
		}
		return a
	}
	for _, dir := range slices.Sorted(maps.Keys(plain)) {
		measure(dir, func(out io.Writer) error {
			return d.goPlain(ctx, out, append(append([]string{"test", "-tags", plainTags}, args(plain[dir])...), "./"+dir)...).Run()
		})
	}
	if len(windowed) > 0 {
		if err := d.benchWindow(ctx, windowed, measure, args); err != nil {
			return err
		}
	}
	d.printFigures(all)
	if len(failed) > 0 {
		return fmt.Errorf("the benchmarks of %s failed", strings.Join(failed, ", "))
	}
	return nil
}

// inFigures reports whether a file of another folder holds figures of an area.
func inFigures(name string, areas []string) bool {
	beside := map[string][]string{
		"forms": {"app/office/bringin_figures_test.go", "app/store/alike_figures_test.go", "app/invented/figures_test.go"},
		"kiosk": {"cmd/sala/kiosk_figures_test.go"},
		"field": {"app/station/field_figures_test.go"},
	}
	return slices.ContainsFunc(areas, func(area string) bool { return slices.Contains(beside[area], name) })
}

func (d *dev) benchWindow(ctx context.Context, windowed map[string][]string, measure func(string, func(io.Writer) error), args func([]string) []string) error {
	if err := d.build(ctx, d.out, "salactl", "central", "devsim", "sala"); err != nil {
		return err
	}
	screen, err := openDisplay(ctx)
	if err != nil {
		return err
	}
	defer screen.close()
	for _, dir := range slices.Sorted(maps.Keys(windowed)) {
		measure(dir, func(out io.Writer) error {
			cmd := d.goWindow(ctx, out, append(append([]string{"test", "-tags", windowTags + " window"}, args(windowed[dir])...), "./"+dir)...)
			cmd.Env = append(cmd.Env, screen.env()...)
			return cmd.Run()
		})
	}
	return nil
}

// printFigures prints the table: what, how much, what was aimed at, and whether
// it is met.
func (d *dev) printFigures(all []figure) {
	d.say("")
	table := tabwriter.NewWriter(d.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "where\tfigure\tvalue\t\ttarget\t")
	missed, aimed := 0, 0
	for _, f := range all {
		target := ""
		if f.aimed {
			aimed++
			target = map[bool]string{true: "<= ", false: ">= "}[f.atMost] + number(f.target)
		}
		if ok, _ := f.met(); !ok {
			missed++
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", f.dir, f.name, number(f.value), f.unit, target, f.verdict())
	}
	table.Flush()
	d.say("\n%d figures, %d with a target, %d missed", len(all), aimed, missed)
}

// number writes a value with the digits that mean something.
func number(v float64) string {
	switch {
	case v == float64(int64(v)) || v >= 1000 || v <= -1000:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10 || v <= -10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
