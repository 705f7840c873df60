package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// step is one thing that must hold. Its run writes what there is to see; an
// error means that it does not hold.
type step struct {
	name  string
	live  bool // what it writes is shown while it runs, not only when it fails
	run   func(ctx context.Context, out io.Writer) error
	needs string // the name of a step without which this one makes no sense
}

// outcome is what became of a step.
type outcome struct {
	name  string
	took  time.Duration
	err   error
	note  string // for the summary: how much was looked at, or why it was left out
	never bool   // not run, because of another step's failure
}

// noted is what a step returns to say something in the summary.
type noted string

func (n noted) Error() string { return string(n) }

// runSteps runs all steps, also behind one that failed, and prints a line for
// each and a summary at the end. The clock is only for what is printed.
func runSteps(ctx context.Context, out io.Writer, now func() time.Time, title string, steps []step) error {
	began := now()
	var done []outcome
	failed := map[string]bool{}
	for i, s := range steps {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Fprintf(out, "[%2d/%d] %s\n", i+1, len(steps), s.name)
		if failed[s.needs] {
			failed[s.name] = true
			done = append(done, outcome{name: s.name, never: true, note: "not run: " + s.needs + " failed"})
			continue
		}
		o := runStep(ctx, out, now, s)
		failed[s.name] = o.err != nil
		done = append(done, o)
	}
	return summarise(out, title, done, now().Sub(began))
}

func runStep(ctx context.Context, out io.Writer, now func() time.Time, s step) outcome {
	began := now()
	var kept bytes.Buffer
	var w io.Writer = &kept
	if s.live {
		w = &indented{out: out, fresh: true}
	}
	o := outcome{name: s.name, err: s.run(ctx, w)}
	o.took = now().Sub(began)
	if n := noted(""); errors.As(o.err, &n) {
		o.note, o.err = string(n), nil
	}
	if o.err != nil {
		if !s.live {
			(&indented{out: out, fresh: true}).Write(kept.Bytes())
		}
		fmt.Fprintf(out, "        FAILED after %s: %v\n", seconds(o.took), o.err)
	}
	return o
}

func summarise(out io.Writer, title string, done []outcome, took time.Duration) error {
	fmt.Fprintf(out, "\n%s, %s:\n", title, seconds(took))
	var bad []string
	for _, o := range done {
		word, note := "ok", o.note
		switch {
		case o.never:
			word = "--"
			bad = append(bad, o.name)
		case o.err != nil:
			word, note = "FAILED", o.err.Error()
			bad = append(bad, o.name)
		}
		line := fmt.Sprintf("  %-7s %8s  %-34s %s", word, seconds(o.took), o.name, note)
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
	if len(bad) > 0 {
		fmt.Fprintf(out, "%s FAILED: %s\n", title, strings.Join(bad, ", "))
		return errReported
	}
	fmt.Fprintf(out, "%s passed: %d of %d\n", title, len(done), len(done))
	return nil
}

func seconds(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return fmt.Sprintf("%dm %02ds", int(d.Minutes()), int(d.Seconds())%60)
}

// indented writes text under a step's line.
type indented struct {
	out   io.Writer
	fresh bool // at the beginning of a line
}

func (w *indented) Write(b []byte) (int, error) {
	for line := range bytes.Lines(b) {
		if w.fresh {
			io.WriteString(w.out, "        ")
		}
		w.out.Write(line)
		w.fresh = bytes.HasSuffix(line, []byte("\n"))
	}
	return len(b), nil
}

// faultsStep makes a step of a check of the house.
func faultsStep(name string, check func() ([]fault, string, error)) step {
	return step{name: name, run: func(_ context.Context, out io.Writer) error {
		faults, note, err := check()
		if err != nil {
			return err
		}
		for _, f := range faults {
			fmt.Fprintln(out, f)
		}
		if len(faults) > 0 {
			return fmt.Errorf("%d broken", len(faults))
		}
		return noted(note)
	}}
}
