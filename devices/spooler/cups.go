package spooler

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sala/devices/fault"
	"sala/devices/outcome"
)

// CUPS prints through the lp command and asks the print system about the job
// until that calls it completed: the printer's driver has then sent all of it and
// the printer has taken it. It takes one call at a time.
type CUPS struct {
	Queue string // "" is the default queue
	// Limit is how long a job may take; 0 means two minutes.
	Limit time.Duration
	// Poll is how often the job is looked at; 0 means 300 ms.
	Poll time.Duration
	// Grace is how long a job waits for somebody to see to its printer, which is
	// out of paper, say; 0 means 20 s.
	Grace time.Duration
	// Now is the clock by which Check forgets a trouble; with nil it remembers none.
	Now func() time.Time
	// Run runs a command; nil means the system's. Tests put theirs here.
	Run func(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error)
	// Ask sends a question in IPP; nil means to this computer's print system.
	Ask func(ctx context.Context, question []byte) ([]byte, error)

	ended time.Time // when a job of ours ended for a trouble of its printer; zero for not lately
}

// remembered is how long Check believes that a trouble which ended a job is
// still there.
const remembered = 5 * time.Minute

// Name implements Printer.
func (c *CUPS) Name() string {
	if c.Queue == "" {
		return "cups"
	}
	return "cups:" + c.Queue
}

var requestID = regexp.MustCompile(`(\S+)-([0-9]+)`)

// Print implements Printer.
func (c *CUPS) Print(ctx context.Context, title string, pdf []byte) (outcome.Outcome, error) {
	if err := c.takesJobs(ctx); err != nil {
		return outcome.Failed, err
	}
	// Without an answer, what the printer says later counts as new.
	before, _ := c.condition(ctx, c.Queue)
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
	id, err := strconv.Atoi(string(found[2]))
	if err != nil {
		return outcome.Unknown, fmt.Errorf("spooler: lp said %q: %w", out, ErrSlow)
	}
	o, err := c.watch(ctx, string(found[1]), id, before.trouble)
	c.remember(o, err)
	if err != nil {
		return o, fmt.Errorf("spooler: job %s: %w", found[0], err)
	}
	return o, nil
}

// remember keeps in mind what a job says of its printer.
func (c *CUPS) remember(o outcome.Outcome, err error) {
	switch {
	case o == outcome.Printed:
		c.ended = time.Time{}
	case isReason(err) && c.Now != nil:
		c.ended = c.Now()
	}
}

// watch looks at the job until it is over. One that takes too long, or whose
// printer has a trouble that lasts, is withdrawn.
func (c *CUPS) watch(ctx context.Context, queue string, id int, before *fault.Error) (outcome.Outcome, error) {
	late := time.NewTimer(cmp.Or(c.Limit, 2*time.Minute))
	defer late.Stop()
	tick := time.NewTicker(cmp.Or(c.Poll, 300*time.Millisecond))
	defer tick.Stop()
	printer := newVigil(before, cmp.Or(c.Grace, 20*time.Second))
	defer printer.lasted.Stop()
	job, begun := fmt.Sprintf("%s-%d", queue, id), false
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
		if is, err := c.condition(ctx, queue); err == nil {
			printer.see(is)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return c.withdraw(job, id, begun, ctx.Err())
		case <-printer.lasted.C:
			return c.withdraw(job, id, begun, printer.now)
		case <-late.C:
			return c.withdraw(job, id, begun, printer.slow())
		}
	}
}

func (c *CUPS) look(ctx context.Context, id int) (jobState, error) {
	p, err := c.ask(ctx, getJob(id))
	if err != nil {
		return 0, err
	}
	return stateOf(p)
}

// condition asks how a queue's printer is.
func (c *CUPS) condition(ctx context.Context, queue string) (condition, error) {
	p, err := c.ask(ctx, getPrinter(queue))
	if err != nil {
		return condition{}, err
	}
	return conditionOf(p)
}

func (c *CUPS) ask(ctx context.Context, question []byte) ([]byte, error) {
	if c.Ask != nil {
		return c.Ask(ctx, question)
	}
	return askLocal(ctx, question)
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
func (c *CUPS) withdraw(job string, id int, begun bool, why error) (outcome.Outcome, error) {
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

// Check implements Printer. What it believes of a printer's state is said at the
// package.
func (c *CUPS) Check(ctx context.Context) error {
	if err := c.takesJobs(ctx); err != nil {
		return err
	}
	lately := !c.ended.IsZero() && c.Now().Sub(c.ended) < remembered
	is, err := c.condition(ctx, c.Queue)
	switch {
	case err != nil:
		return nil // the queue takes jobs, and more is not known
	case is.trouble == nil || !lately && !is.busy:
		c.ended = time.Time{}
		return nil
	case is.trouble == ErrOffline && !lately:
		return nil // every job looks like this while it connects
	}
	return fmt.Errorf("spooler: %s: %w", c.Name(), is.trouble)
}

// takesJobs returns nil when the queue is there and open.
func (c *CUPS) takesJobs(ctx context.Context) error {
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
func (c *CUPS) refusal(out []byte, err error) error {
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
func (c *CUPS) run(ctx context.Context, stdin []byte, name string, args ...string) ([]byte, error) {
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
