package spooler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sala/devices/outcome"
)

// CUPS prints through the lp command and asks the print system about the job
// until that calls it completed: the printer's driver has then sent all of it and
// the printer has taken it.
type CUPS struct {
	Queue string // "" is the default queue
	// Limit is how long a job may take; 0 means two minutes.
	Limit time.Duration
	// Poll is how often the job is looked at; 0 means 300 ms.
	Poll time.Duration
	// Run runs a command; nil means the system's. Tests put theirs here.
	Run func(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error)
	// Ask sends a question in IPP; nil means to this computer's print system.
	Ask func(ctx context.Context, question []byte) ([]byte, error)
}

// Name implements Printer.
func (c CUPS) Name() string {
	if c.Queue == "" {
		return "cups"
	}
	return "cups:" + c.Queue
}

var requestID = regexp.MustCompile(`\S+-([0-9]+)`)

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
	found := requestID.FindSubmatch(out)
	if found == nil {
		return outcome.Unknown, fmt.Errorf("spooler: lp said %q: %w", out, ErrSlow)
	}
	id, err := strconv.Atoi(string(found[1]))
	if err != nil {
		return outcome.Unknown, fmt.Errorf("spooler: lp said %q: %w", out, ErrSlow)
	}
	o, err := c.watch(ctx, string(found[0]), id)
	if err != nil {
		return o, fmt.Errorf("spooler: job %s: %w", found[0], err)
	}
	return o, nil
}

// watch looks at the job until it is over. One that takes too long is withdrawn.
func (c CUPS) watch(ctx context.Context, job string, id int) (outcome.Outcome, error) {
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
	begun := false
	for {
		// A question without an answer is asked again: the job goes on.
		switch state, _ := c.look(ctx, id); state {
		case jobCompleted:
			return outcome.Printed, nil
		case jobCanceled:
			return halted(begun, ErrCancelled)
		case jobAborted:
			return halted(begun, ErrCancelled.Because(errors.New("the print system gave it up")))
		case jobProcessing, jobStopped:
			begun = true
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return c.withdraw(job, id, begun, ctx.Err())
		case <-late.C:
			return c.withdraw(job, id, begun, ErrSlow)
		}
	}
}

func (c CUPS) look(ctx context.Context, id int) (jobState, error) {
	ask := c.Ask
	if ask == nil {
		ask = askLocal
	}
	p, err := ask(ctx, getJob(id))
	if err != nil {
		return 0, err
	}
	return stateOf(p)
}

// halted says what a job is that was stopped: of one that had begun only a
// person can see how much is on paper.
func halted(begun bool, why error) (outcome.Outcome, error) {
	if begun {
		return outcome.Unknown, why
	}
	return outcome.Failed, why
}

// withdraw takes a job back. It may have been done meanwhile.
func (c CUPS) withdraw(job string, id int, begun bool, why error) (outcome.Outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_, _ = c.run(ctx, nil, "cancel", job)
	switch state, _ := c.look(ctx, id); state {
	case jobCompleted:
		return outcome.Printed, nil
	case jobCanceled, jobAborted:
		return halted(begun, why)
	}
	return outcome.Unknown, why
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
