package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// ticking returns a clock that goes on by a second each time it is read.
func ticking() func() time.Time {
	t := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	return func() time.Time { t = t.Add(time.Second); return t }
}

func TestStepsGoOnBehindAFailure(t *testing.T) {
	ran := ""
	does := func(name string, err error, needs string, live bool) step {
		return step{name: name, needs: needs, live: live, run: func(_ context.Context, out io.Writer) error {
			ran += name
			fmt.Fprintf(out, "seen of %s\n", name)
			return err
		}}
	}
	var out bytes.Buffer
	err := runSteps(t.Context(), &out, ticking(), "trial", []step{
		does("a", nil, "", false), does("b", errors.New("broke"), "", false), does("c", nil, "b", false),
		does("d", nil, "c", false), does("e", noted("7 looked at"), "a", true),
	})
	if !errors.Is(err, errReported) {
		t.Errorf("the error is %v", err)
	}
	if ran != "abe" {
		t.Errorf("ran %q: what needs a failed step must not run, all else must", ran)
	}
	got := out.String()
	for _, want := range []string{"[ 2/5] b\n", "        seen of b\n", "        seen of e\n", "FAILED after 1.0 s: broke", "not run: b failed", "not run: c failed",
		"7 looked at", "trial FAILED: b, c, d\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "seen of a") {
		t.Errorf("what a step writes that holds is shown:\n%s", got)
	}
}

func TestStepsThatAllHold(t *testing.T) {
	var out bytes.Buffer
	hold := step{name: "a", run: func(context.Context, io.Writer) error { return nil }}
	if err := runSteps(t.Context(), &out, ticking(), "trial", []step{hold, hold}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), "trial passed: 2 of 2\n") {
		t.Errorf("the last line is not the verdict:\n%s", out.String())
	}
}

func TestFigures(t *testing.T) {
	out := `goos: linux
BenchmarkFigureSave-2         	     100	    123456 ns/op	         1.73 x-bare-insert<=2	     48200 B/entry
BenchmarkFigurePush/100ms-2   	       1	 900000000 ns/op	        41.5 x-pouchdb>=50
BenchmarkFigurePlain-2        	 1000000	      1050 ns/op
BenchmarkFigureStore-2        	       1	      1050 ns/op	1.30 lookup-ratio
BenchmarkOther-2              	 1000000	      1050 ns/op
ok  	sala/app/store	1.2s
`
	want := []string{"Save 1.73 x-bare-insert met", "Save 48200 B/entry ", "Push/100ms 41.5 x-pouchdb missed by 17 %", "Plain 1050 ns/op ",
		"Store 1.3 lookup-ratio missed by 13 %"}
	var got []string
	for _, f := range parseFigures("app/store", out) {
		got = append(got, fmt.Sprintf("%s %s %s %s", f.name, number(f.value), f.unit, f.verdict()))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestUnits(t *testing.T) {
	for unit, want := range map[string]string{
		"x<=2":    "x true 2 true",
		"x>=0.5":  "x false 0.5 true",
		"ms<10":   "ms true 10 true",
		"ns/op":   "ns/op false 0 false",
		"a<b":     "a<b false 0 false",
		"x<=-1":   "x<=-1 false 0 false",
		"MB/s>20": "MB/s false 20 true",
	} {
		name, atMost, target, aimed := parseUnit(unit)
		if got := fmt.Sprint(name, " ", atMost, " ", target, " ", aimed); got != want {
			t.Errorf("%s: got %q, want %q", unit, got, want)
		}
	}
}

func TestTidyChanges(t *testing.T) {
	diff := `diff current/go.mod tidy/go.mod
--- current/go.mod
+++ tidy/go.mod
@@ -10,3 +10,3 @@
-	example.org/gone v1.0.0
-	example.org/gone-with-it v1.0.0 // indirect
-	example.org/moved v1.2.0
+	example.org/moved v1.2.0 // indirect
+	example.org/added v0.1.0
diff current/go.sum tidy/go.sum
+	example.org/sum v9.9.9
`
	added, removed := tidyChanges(diff)
	if fmt.Sprint(added, removed) != "[example.org/added v0.1.0] [example.org/gone v1.0.0]" {
		t.Errorf("added %v, removed %v", added, removed)
	}
}

func TestAreas(t *testing.T) {
	for _, test := range []struct {
		dir, areas string
		want       bool
	}{
		{"app/store", "", true}, {"app/store", "store", true}, {"app/store/vfs", "store", true}, {"app/store/vfs", "./app/store", true},
		{"sync/client", "sync", true}, {"cmd/sala", "desk", true}, {"app/store", "sync", false}, {"app/store", "sync store", true}, {"app/storey", "app/store", false},
	} {
		if got := inAreas(test.dir, strings.Fields(test.areas)); got != test.want {
			t.Errorf("%s in %q: %v", test.dir, test.areas, got)
		}
	}
}

// Figures of an area that stand in another folder are found there.
func TestFiguresBeside(t *testing.T) {
	h, err := openHouse(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	beside := func(area string) map[string][]string {
		return h.functions("BenchmarkFigure", func(f goFile) bool { return inFigures(f.name, []string{area}) })
	}
	for area, dirs := range map[string][]string{"forms": {"app/office", "app/store", "app/invented"}, "kiosk": {"cmd/sala"}, "field": {"app/station"}} {
		for _, dir := range dirs {
			if len(beside(area)[dir]) == 0 {
				t.Errorf("no figure of %s in %s: %v", area, dir, beside(area))
			}
		}
	}
	found := beside("forms")
	if slices.Contains(found["app/store"], "BenchmarkFigureStore") || inFigures("app/store/alike_figures_test.go", []string{"sync"}) {
		t.Errorf("figures of another area: %v", found)
	}
}

func TestMayInstall(t *testing.T) {
	for _, test := range []struct {
		name   string
		system system
		yes    bool
		answer string
		says   string // part of the error, "" when it may
	}{
		{"root", system{root: true}, false, "", ""},
		{"told yes", system{sudo: true}, true, "", ""},
		{"answers y", system{sudo: true}, false, "y\n", ""},
		{"answers nothing", system{sudo: true}, false, "\n", "apt-get install --no-install-recommends gcc"},
		{"no terminal", system{sudo: true}, false, "", "--yes"},
		{"no sudo", system{}, true, "", "not root"},
	} {
		d := &dev{out: io.Discard, in: strings.NewReader(test.answer), system: test.system, flags: flags{yes: test.yes}}
		err := d.mayInstall([]string{"gcc"})
		if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestDispatchRefuses(t *testing.T) {
	for _, args := range [][]string{{"no-such-task"}, {"run", "tablet"}, {"test", "./app"}, {"pictures", "tablet"}, {"fuzz", "--time", "long"}, {"bench", "--no-such-flag"}} {
		if err := dispatch(t.Context(), args); !errors.Is(err, errUsage) {
			t.Errorf("dev %v: %v", args, err)
		}
	}
}

func TestCountTests(t *testing.T) {
	var out bytes.Buffer
	err := countTests(&out, func(w io.Writer) error {
		io.WriteString(w, "?   \tsala/x\t[no test files]\nok  \tsala/a\t0.1s\nok  \tsala/b\t0.2s\n")
		return nil
	})
	if n := noted(""); !errors.As(err, &n) || n != "2 packages, the slowest b (0 s)" {
		t.Errorf("notes %v", err)
	}
	if strings.Contains(out.String(), "no test files") || !strings.Contains(out.String(), "ok  \tsala/b") {
		t.Errorf("shows %q", out.String())
	}
	broken := errors.New("exit status 1")
	if err := countTests(io.Discard, func(io.Writer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("a failure became %v", err)
	}
}

// A display opens on a number that is free, also beside another.
func TestDisplays(t *testing.T) {
	if missing := missingTools(); strings.Contains(strings.Join(missing, " "), "Xvfb") {
		t.Fatal("there is no Xvfb: run go run ./cmd/dev test, which installs it")
	}
	first, err := openDisplay(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer first.close()
	second, err := openDisplay(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer second.close()
	if first.name == second.name || !strings.HasPrefix(first.name, ":") {
		t.Errorf("the displays are %q and %q", first.name, second.name)
	}
	var out bytes.Buffer
	ask := (&dev{root: "."}).command(t.Context(), &out, "xdotool", "getdisplaygeometry")
	ask.Env = append(ask.Env, second.env()...)
	if err := ask.Run(); err != nil || out.String() != "1920 1080\n" {
		t.Errorf("the display's size is %q (%v)", out.String(), err)
	}
}
