package station

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"sala/app/office"
	"sala/sync/client"
	"sala/sync/wire"
)

// errand is what a sender is told: a process that does for a kiosk's window what
// reads of citizens, so that the window's own process never holds it. It names no
// citizen.
type errand struct {
	Officer  string              `json:"officer,omitempty"` // who opened the station, where the machine cannot
	Password string              `json:"password,omitempty"`
	Memory   client.Memory       `json:"memory"`
	Devices  []wire.DeviceStatus `json:"devices,omitempty"` // which the window has, and the sender leaves alone
	// Recover ends what a kiosk that died left open, before anything else.
	Recover bool `json:"recover,omitempty"`
	// Stay goes nowhere; else it synchronises, Within so much time where that is given.
	Stay   bool          `json:"stay,omitempty"`
	Within time.Duration `json:"within,omitempty"`
	// Forget and Tidy let it forget what central has, and put the database in
	// order, as a kiosk does while nobody is served; Copy makes the second copy.
	Forget bool `json:"forget,omitempty"`
	Tidy   bool `json:"tidy,omitempty"`
	Copy   bool `json:"copy,omitempty"`
}

// done is what a sender answers.
type done struct {
	client.Ran
	Left   int    `json:"left,omitempty"`   // of what was open, for the window, which has the machines
	Copied string `json:"copied,omitempty"` // the code of why no copy was made
}

// Sender starts the processes that synchronise a station for its window. The zero
// Sender starts none.
type Sender struct {
	Command []string      // which calls Send
	Limit   time.Duration // after which one that does not end is ended; 0 = 10 min
	Errors  io.Writer     // gets what it writes to standard error; nil drops it

	officer, password string // of who opened the station, where the machine cannot
}

// is reports whether there is one.
func (s Sender) is() bool { return len(s.Command) > 0 }

// senderLimit is far above what a run takes that moves: a first register over a
// poor line is left where it was, and goes on in the next.
const senderLimit = 10 * time.Minute

// run has a station synchronised once. The sender ends with the context, and with
// this process however that ends: its input does.
func (s Sender) run(ctx context.Context, e errand) (done, error) {
	e.Officer, e.Password = s.officer, s.password
	limit := s.Limit
	if limit == 0 {
		limit = senderLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var ran done
	cmd := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...)
	cmd.WaitDelay = time.Second // then it is killed
	cmd.Stderr = s.Errors
	in, err := cmd.StdinPipe()
	if err != nil {
		return ran, fmt.Errorf("start the sender: %w", err)
	}
	defer in.Close()
	cmd.Cancel = in.Close
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return ran, fmt.Errorf("start the sender: %w", err)
	}
	told := json.NewEncoder(in).Encode(e)
	read := json.NewDecoder(out).Decode(&ran)
	in.Close()
	err = errors.Join(told, read, cmd.Wait())
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return ran, fmt.Errorf("the sender did not end: %w", err)
	}
	return ran, nil
}

// Send is the sender's side: it does for the station in dir what the errand on in
// says, and writes to out what became of it. It ends when in does.
func Send(ctx context.Context, dir string, in io.Reader, out io.Writer) error {
	began := time.Now()
	lines := bufio.NewReader(in)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("read the errand: %w", err)
	}
	var e errand
	if err := json.Unmarshal(line, &e); err != nil {
		return fmt.Errorf("read the errand: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, lines) // until whoever wants the answer is gone
		cancel()
	}()
	o := Options{Dir: dir, Mode: "kiosk", Early: true, bare: true, devices: e.Devices}
	if e.Officer != "" {
		o = o.By(e.Officer, e.Password)
	}
	st, err := Open(ctx, o)
	if err != nil {
		return err
	}
	ran, err := st.run(ctx, e, began)
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(ran)
}

// run does an errand.
func (st *Station) run(ctx context.Context, e errand, began time.Time) (ran done, err error) {
	if e.Recover {
		if ran.Left, err = st.Office.Kiosk().RecoverAlone(ctx); err != nil {
			return ran, err
		}
	}
	if !e.Stay {
		there, cancel := ctx, context.CancelFunc(func() {})
		if e.Within > 0 {
			there, cancel = context.WithDeadline(ctx, began.Add(e.Within))
		}
		before := st.lineBefore()
		ran.Ran = st.Sync.RunFor(there, e.Memory)
		if there.Err() != nil && ctx.Err() == nil && !before.Tried.IsZero() {
			st.keepLine(before) // it was not the line that ended it
		}
		cancel()
	}
	if e.Forget && st.Config.Forget && st.Store.Behind() == nil {
		err = st.forget(ctx)
	}
	if e.Tidy && err == nil && st.Store.Rotating() {
		err = st.Store.Rotate(ctx, nil)
	}
	if e.Tidy && err == nil {
		err = st.Store.Tidy(ctx)
	}
	if e.Copy && err == nil {
		_, failed := st.MakeCopy(ctx, nil)
		ran.Copied = office.CodeOf(failed)
	}
	return ran, err
}

// forget wipes what central has acknowledged and nothing is due of any more.
func (st *Station) forget(ctx context.Context) error {
	acked, err := st.Store.Acknowledged(ctx)
	if err == nil {
		_, err = st.Store.Purge(ctx, acked)
	}
	return err
}

// elsewhere has the client's runs done by a sender.
func (st *Station) elsewhere(ctx context.Context, m client.Memory) (client.Ran, error) {
	ran, err := st.sender.run(ctx, errand{Memory: m, Devices: st.deviceStatus()})
	return ran.Ran, err
}

// Prepare has the station in dir made ready for its window, so that coming to the
// first page reads nobody's name: what a kiosk that died left open is ended, what
// waits is sent, unless the line is known to be down, and what central has is
// forgotten. Sending is given up after limit. It reports whether the window has
// nothing left to recover.
func (s Sender) Prepare(ctx context.Context, dir string, limit time.Duration) (recovered bool, err error) {
	line, err := ReadLine(dir)
	if err != nil {
		return false, err
	}
	s.Limit = limit + closingTime
	ran, err := s.run(ctx, errand{Recover: true, Stay: !line.Tried.IsZero() && !line.Online, Within: limit, Forget: true})
	return err == nil && ran.Left == 0, err
}

// closingTime is what a sender may take to open and close the station beside sending.
const closingTime = 2 * time.Second
