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

	"sala/sync/client"
	"sala/sync/wire"
)

// errand is what a sender is told: a process that synchronises a kiosk's station
// once, so that the window's own process never holds what is sent and what comes
// back. It names nobody.
type errand struct {
	Memory  client.Memory       `json:"memory"`
	Devices []wire.DeviceStatus `json:"devices,omitempty"` // which the window has, and the sender leaves alone
	// Forget and Tidy let it forget what central has, and put the search index in
	// one piece, as a kiosk does while nobody is served.
	Forget bool `json:"forget,omitempty"`
	Tidy   bool `json:"tidy,omitempty"`
}

// Sender starts the processes that synchronise a station for its window. The zero
// Sender starts none.
type Sender struct {
	Command []string      // which calls Send
	Limit   time.Duration // after which one that does not end is ended; 0 = 10 min
	Errors  io.Writer     // gets what it writes to standard error; nil drops it
}

// is reports whether there is one.
func (s Sender) is() bool { return len(s.Command) > 0 }

// senderLimit is far above what a run takes that moves: a first register over a
// poor line is left where it was, and goes on in the next.
const senderLimit = 10 * time.Minute

// run has a station synchronised once. The sender ends with the context, and with
// this process however that ends: its input does.
func (s Sender) run(ctx context.Context, e errand) (client.Ran, error) {
	limit := s.Limit
	if limit == 0 {
		limit = senderLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var ran client.Ran
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

// Send is the sender's side: it synchronises the station in dir once, as the
// errand on in says, and writes to out what became of it. It ends when in does.
func Send(ctx context.Context, dir string, in io.Reader, out io.Writer) error {
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
	st, err := Open(ctx, Options{Dir: dir, Mode: "kiosk", bare: true, devices: e.Devices})
	if err != nil {
		return err
	}
	ran := st.Sync.RunFor(ctx, e.Memory)
	if e.Forget && st.Config.Forget && st.Store.Behind() == nil {
		err = st.forget(ctx)
	}
	if e.Tidy && err == nil {
		err = st.Store.Tidy(ctx)
	}
	if err = errors.Join(err, st.Close()); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(ran)
}

// forget wipes what central has acknowledged.
func (st *Station) forget(ctx context.Context) error {
	acked, err := st.Store.Acknowledged(ctx)
	if err == nil {
		_, err = st.Store.Purge(ctx, acked)
	}
	return err
}

// elsewhere has the client's runs done by a sender.
func (st *Station) elsewhere(ctx context.Context, m client.Memory) (client.Ran, error) {
	return st.sender.run(ctx, errand{Memory: m, Devices: st.deviceStatus()})
}

// SendFirst has the station in dir synchronised once before its window opens it,
// and what central has then forgotten, so that the window never reads it. It gives
// up after limit, and does nothing while the line is known to be down: then the
// window opens with what waits.
func (s Sender) SendFirst(ctx context.Context, dir string, limit time.Duration) error {
	line, err := ReadLine(dir)
	if err != nil || !line.Tried.IsZero() && !line.Online {
		return err
	}
	s.Limit = limit
	_, err = s.run(ctx, errand{Forget: true})
	return err
}
