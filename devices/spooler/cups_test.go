package spooler_test

import (
	"context"
	"encoding/hex"
	"errors"
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
	printer string // what lpstat -p says
	refuse  error  // what lp says
	states  []byte // of the job, look by look
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
	}
	c.t.Errorf("unexpected command %q", line)
	return nil, nil
}

// answer is what the print system answers; the bytes were recorded from CUPS
// 2.4.2 and differ in the state only.
func (c *cups) answer(_ context.Context, question []byte) ([]byte, error) {
	if strings.Contains(string(question), "ipp://localhost/printers/desk") {
		return printerIs(3, "none"), nil
	}
	c.looks++
	if !strings.Contains(string(question), "ipp://localhost/jobs/17") {
		c.t.Errorf("question %q", question)
	}
	p, err := hex.DecodeString(recorded)
	if err != nil {
		c.t.Fatal(err)
	}
	state := c.states[min(c.looks-1, len(c.states)-1)]
	if c.taken && state < 7 {
		state = 7
	}
	p[len(p)-2] = state
	return p, nil
}

const recorded = "020000000000000101470012617474726962757465732d6368617273657400057574662d38" +
	"48001b617474726962757465732d6e61747572616c2d6c616e67756167650002656e" +
	"022300096a6f622d737461746500040000000903"

const idle = "printer desk is idle.  enabled since Mon\n"

func TestCUPS(t *testing.T) {
	for name, tt := range map[string]struct {
		cups  cups
		want  outcome.Outcome
		err   error
		taken bool
	}{
		"printed":            {cups{printer: idle, states: []byte{3, 5, 9}}, outcome.Printed, nil, false},
		"cancelled in time":  {cups{printer: idle, states: []byte{3, 7}}, outcome.Failed, spooler.ErrCancelled, false},
		"cancelled too late": {cups{printer: idle, states: []byte{3, 5, 7}}, outcome.Unknown, spooler.ErrCancelled, false},
		"given up":           {cups{printer: idle, states: []byte{8}}, outcome.Failed, spooler.ErrCancelled, false},
		"never begins":       {cups{printer: idle, states: []byte{3}}, outcome.Failed, spooler.ErrSlow, true},
		"never ends":         {cups{printer: idle, states: []byte{5}}, outcome.Unknown, spooler.ErrSlow, true},
		"no queue":           {cups{}, outcome.Failed, spooler.ErrNoQueue, false},
		"stopped":            {cups{printer: "printer desk disabled since Mon -\n\tPaused\n"}, outcome.Failed, spooler.ErrStopped, false},
		"lp refuses":         {cups{printer: idle, refuse: errors.New("lp: Error - unsupported document-format")}, outcome.Failed, spooler.ErrNoQueue, false},
		"no scheduler":       {cups{printer: idle, refuse: errors.New("lp: Error - scheduler not responding")}, outcome.Failed, spooler.ErrMissing, false},
		"no program":         {cups{printer: idle, refuse: exec.ErrNotFound}, outcome.Failed, spooler.ErrMissing, false},
	} {
		t.Run(name, func(t *testing.T) {
			tt.cups.t = t
			p := spooler.CUPS{Queue: "desk", Limit: 100 * time.Millisecond, Poll: time.Millisecond, Run: tt.cups.run, Ask: tt.cups.answer}
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
	c := &cups{t: t, printer: idle, states: []byte{5}}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	p := spooler.CUPS{Queue: "desk", Poll: time.Millisecond, Run: c.run, Ask: c.answer}
	o, err := p.Print(ctx, "x", nil)
	if o != outcome.Unknown || !errors.Is(err, context.DeadlineExceeded) || !c.taken {
		t.Errorf("%s, %v, taken back %t", o, err, c.taken)
	}
}
