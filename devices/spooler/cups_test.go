package spooler_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sala/devices/outcome"
	"sala/devices/spooler"
)

// cups answers the commands of CUPS; jobs move on with every look.
type cups struct {
	t       *testing.T
	printer string   // what lpstat -p says
	refuse  error    // what lp says
	states  []string // of the job, look by look: waiting, done, cancelled, aborted
	looks   int
	pdf     []byte
	args    []string
	taken   bool // cancel was called
}

func (c *cups) run(_ context.Context, stdin []byte, name string, args ...string) ([]byte, error) {
	line := strings.Join(append([]string{name}, args...), " ")
	switch {
	case strings.HasPrefix(line, "lpstat -p"):
		if c.printer == "" {
			return nil, errors.New(`lpstat: Invalid destination name in list "x"`)
		}
		return []byte(c.printer), nil
	case name == "lp":
		c.pdf, c.args = stdin, args
		return []byte("request id is desk-17 (1 file(s))\n"), c.refuse
	case name == "cancel":
		c.taken = args[0] == "desk-17"
		return nil, nil
	case strings.Contains(line, "not-completed"):
		c.looks++
		if c.state() == "waiting" {
			return []byte("desk-16 x 1024 now\ndesk-17 clerk 2048 now\n"), nil
		}
		return []byte("desk-171 clerk 1 now\n"), nil
	case strings.Contains(line, "completed"):
		return fmt.Appendf(nil, "desk-17                 clerk            2048   now\n\tStatus: \n\tAlerts: %s\n\tqueued for desk\ndesk-16 x 1 now\n\tAlerts: job-canceled-by-user\n", alerts(c.state())), nil
	}
	c.t.Errorf("unexpected command %q", line)
	return nil, nil
}

func alerts(state string) string {
	switch state {
	case "cancelled":
		return "job-canceled-by-user"
	case "aborted":
		return "aborted-by-system"
	}
	return "job-completed-successfully"
}

func (c *cups) state() string {
	if n := c.looks - 1; n < len(c.states) {
		return c.states[max(n, 0)]
	}
	return c.states[len(c.states)-1]
}

const idle = "printer desk is idle.  enabled since Mon\n"

func TestCUPS(t *testing.T) {
	for name, tt := range map[string]struct {
		cups  cups
		want  outcome.Outcome
		err   error
		taken bool
	}{
		"printed":      {cups{printer: idle, states: []string{"waiting", "waiting", "done"}}, outcome.Printed, nil, false},
		"cancelled":    {cups{printer: idle, states: []string{"waiting", "cancelled"}}, outcome.Failed, spooler.ErrCancelled, false},
		"given up":     {cups{printer: idle, states: []string{"aborted"}}, outcome.Failed, spooler.ErrCancelled, false},
		"never ends":   {cups{printer: idle, states: []string{"waiting"}}, outcome.Unknown, spooler.ErrSlow, true},
		"no queue":     {cups{}, outcome.Failed, spooler.ErrNoQueue, false},
		"stopped":      {cups{printer: "printer desk disabled since Mon -\n\tPaused\n"}, outcome.Failed, spooler.ErrStopped, false},
		"lp refuses":   {cups{printer: idle, refuse: errors.New("lp: Error - unsupported document-format")}, outcome.Failed, spooler.ErrNoQueue, false},
		"no scheduler": {cups{printer: idle, refuse: errors.New("lp: Error - scheduler not responding")}, outcome.Failed, spooler.ErrMissing, false},
		"no program":   {cups{printer: idle, refuse: exec.ErrNotFound}, outcome.Failed, spooler.ErrMissing, false},
	} {
		t.Run(name, func(t *testing.T) {
			tt.cups.t = t
			p := spooler.CUPS{Queue: "desk", Limit: 100 * time.Millisecond, Poll: time.Millisecond, Run: tt.cups.run}
			o, err := p.Print(context.Background(), "ท.ร.14/1", []byte("%PDF"))
			if o != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("%s, %v", o, err)
			}
			if tt.cups.taken != tt.taken {
				t.Errorf("taken back: %t", tt.cups.taken)
			}
			if o == outcome.Printed && (string(tt.cups.pdf) != "%PDF" || strings.Join(tt.cups.args, " ") != "-t ท.ร.14/1 -d desk -") {
				t.Errorf("lp %q got %q", tt.cups.args, tt.cups.pdf)
			}
		})
	}
}

func TestCUPSEndsWithItsContext(t *testing.T) {
	c := &cups{t: t, printer: idle, states: []string{"waiting"}}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	o, err := spooler.CUPS{Queue: "desk", Poll: time.Millisecond, Run: c.run}.Print(ctx, "x", nil)
	if o != outcome.Unknown || !errors.Is(err, context.DeadlineExceeded) || !c.taken {
		t.Errorf("%s, %v, taken back %t", o, err, c.taken)
	}
}
