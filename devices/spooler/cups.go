package spooler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"sala/devices/outcome"
)

// CUPS prints through the lp command and watches the job until the print system
// calls it completed.
type CUPS struct {
	Queue string // "" is the default queue
	// Limit is how long a job may take; 0 means two minutes.
	Limit time.Duration
	// Poll is how often the job is looked at; 0 means 300 ms.
	Poll time.Duration
	// Run runs a command; nil means the system's. Tests put theirs here.
	Run func(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error)
}

// Name implements Printer.
func (c CUPS) Name() string {
	if c.Queue == "" {
		return "cups"
	}
	return "cups:" + c.Queue
}

var requestID = regexp.MustCompile(`[^\s]+-[0-9]+`)

// Print implements Printer.
func (c CUPS) Print(ctx context.Context, title string, pdf []byte) (outcome.Outcome, error) {
	if err := c.Check(ctx); err != nil {
		return outcome.Failed, err
	}
	args := []string{"-t", title}
	if c.Queue != "" {
		args = append(args, "-d", c.Queue)
	}
	out, err := c.run(ctx, pdf, "lp", append(args, "-")...)
	if err != nil {
		return outcome.Failed, fmt.Errorf("spooler: lp: %w", c.refusal(out, err))
	}
	job := requestID.FindString(string(out))
	if job == "" {
		return outcome.Unknown, fmt.Errorf("spooler: lp said %q: %w", out, ErrSlow)
	}
	o, err := c.watch(ctx, job)
	if err != nil {
		return o, fmt.Errorf("spooler: job %s: %w", job, err)
	}
	return o, nil
}

// watch looks at the job until it is over. One that takes too long is withdrawn,
// and what came out of the printer until then only a person can see.
func (c CUPS) watch(ctx context.Context, job string) (outcome.Outcome, error) {
	limit, poll := c.Limit, c.Poll
	if limit == 0 {
		limit = 2 * time.Minute
	}
	if poll == 0 {
		poll = 300 * time.Millisecond
	}
	late := time.NewTimer(limit)
	defer late.Stop()
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		o, err := c.look(ctx, job)
		if o != "" {
			return o, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return c.withdraw(job, ctx.Err())
		case <-late.C:
			return c.withdraw(job, ErrSlow)
		}
	}
}

// look returns the job's outcome, "" while it is not over.
func (c CUPS) look(ctx context.Context, job string) (outcome.Outcome, error) {
	waiting, err := c.run(ctx, nil, "lpstat", "-W", "not-completed", "-o")
	if err != nil || lists(waiting, job) {
		return "", nil
	}
	done, err := c.run(ctx, nil, "lpstat", "-l", "-W", "completed", "-o")
	if err != nil || !lists(done, job) {
		return "", nil
	}
	switch detail := strings.ToLower(detailOf(done, job)); {
	case strings.Contains(detail, "cancel"):
		return outcome.Failed, ErrCancelled
	case strings.Contains(detail, "abort"):
		return outcome.Failed, ErrCancelled.Because(errors.New("the print system gave it up"))
	}
	return outcome.Printed, nil
}

// withdraw takes a job back. A job that the print system still held whole has
// failed; one that had begun nobody can tell.
func (c CUPS) withdraw(job string, why error) (outcome.Outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, _ = c.run(ctx, nil, "cancel", job)
	return outcome.Unknown, why
}

// lists reports whether a listing of lpstat has a line for the job.
func lists(listing []byte, job string) bool {
	for line := range strings.Lines(string(listing)) {
		if f := strings.Fields(line); len(f) > 0 && f[0] == job {
			return true
		}
	}
	return false
}

// detailOf returns the indented lines under the job's line.
func detailOf(listing []byte, job string) string {
	var b strings.Builder
	mine := false
	for line := range strings.Lines(string(listing)) {
		if line[0] != ' ' && line[0] != '\t' {
			f := strings.Fields(line)
			mine = len(f) > 0 && f[0] == job
			continue
		}
		if mine {
			b.WriteString(line)
		}
	}
	return b.String()
}

// Check implements Printer.
func (c CUPS) Check(ctx context.Context) error {
	args := []string{"-p"}
	if c.Queue != "" {
		args = append(args, c.Queue)
	}
	out, err := c.run(ctx, nil, "lpstat", args...)
	switch {
	case err != nil:
		return fmt.Errorf("spooler: lpstat: %w", c.refusal(out, err))
	case len(bytes.TrimSpace(out)) == 0:
		return fmt.Errorf("spooler: lpstat: %w", ErrNoQueue)
	case c.Queue != "" && strings.Contains(string(out), "disabled since"):
		return fmt.Errorf("spooler: %s: %w", c.Queue, ErrStopped)
	}
	return nil
}

// refusal says what a failed command means.
func (c CUPS) refusal(out []byte, err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return ErrMissing.Because(err)
	}
	text := strings.ToLower(string(out) + err.Error())
	if strings.Contains(text, "scheduler") || strings.Contains(text, "bad file descriptor") || strings.Contains(text, "unable to connect") {
		return ErrMissing.Because(err)
	}
	return ErrNoQueue.Because(err)
}

// run runs a command in the C locale, so that its words can be read.
func (c CUPS) run(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error) {
	if c.Run != nil {
		return c.Run(ctx, stdin, name, args...)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "LANG=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return out, fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(out))
	}
	return out, nil
}
