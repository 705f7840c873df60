// Package watch keeps a program running: it starts it, listens for its heart beat,
// and brings it back when it has died or does not move any more.
//
// It promises that within Start or Patience after the last beat a program that
// hangs is killed, that it is started again at once, and more slowly when it dies
// again and again. It tells that it moves itself, but not for longer than Trust
// after the program's last beat: whoever watches over the watcher then steps in. It
// knows nothing of what the program does.
package watch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Fresh is the exit code with which a program asks to be started anew: with it
// everything that it held in memory is gone.
const Fresh = 75

// Watched is the environment variable that tells a program that it is watched: its
// value is Anew when the one before asked to be started anew.
const Watched = "SALA_WATCHED"

// Options say how a program is watched.
type Options struct {
	Command  []string
	Start    time.Duration // until the first beat; 0 = 30 s
	Patience time.Duration // between two beats; 0 = 4 s
	Rest     time.Duration // most between two starts of a program that keeps dying; 0 = 5 s
	Trust    time.Duration // after the last beat, while the watcher still tells that it waits; 0 = 16 s
	Errors   io.Writer     // gets what the program writes to standard error
	Tell     func(What)    // is told of what happens; may be nil
}

// What is what has happened to the program.
type What string

// The values of What.
const (
	Beat   What = "beat"
	Waits  What = "waits"  // four times in each Patience: the watcher moves, and trusts that a beat will come
	Frozen What = "frozen" // it did not move, and was killed
	Died   What = "died"
	Anew   What = "anew" // it asked to be started anew
)

// Run keeps the program running until it ends by itself with exit code 0, or the
// context ends, which stops it.
func Run(ctx context.Context, o Options) error {
	if o.Start == 0 {
		o.Start = 30 * time.Second
	}
	if o.Patience == 0 {
		o.Patience = 4 * time.Second
	}
	if o.Rest == 0 {
		o.Rest = 5 * time.Second
	}
	if o.Trust == 0 {
		o.Trust = 16 * time.Second
	}
	if o.Tell == nil {
		o.Tell = func(What) {}
	}
	l := life{o, time.NewTicker(o.Patience / 4), time.Now()}
	defer l.tick.Stop()
	wait := time.Duration(0)
	last, note := What("1"), ""
	for {
		began := time.Now()
		what, next, err := l.once(ctx, last, note)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case what == "":
			return nil
		}
		o.Tell(what)
		last, note = what, ""
		if what == Anew {
			note = next
		}
		if what == Anew || time.Since(began) > 10*o.Rest {
			wait = 0
		} else {
			l.pause(ctx, wait)
			wait = min(2*wait+100*time.Millisecond, o.Rest)
		}
	}
}

// life is what a watcher knows of the program through all its starts.
type life struct {
	Options
	tick *time.Ticker
	beat time.Time // the last one, or when the watcher began
}

// waits tells that the watcher moves, as long as it may trust in the program.
func (l *life) waits() {
	if time.Since(l.beat) < l.Trust {
		l.Tell(Waits)
	}
}

func (l *life) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case <-l.tick.C:
			l.waits()
		case <-t.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// once runs the program, which reads the note of the one before, and returns how it
// ended, "" when it left on purpose, and its own note.
func (l *life) once(ctx context.Context, last What, note string) (what What, next string, err error) {
	cmd := exec.CommandContext(ctx, l.Command[0], l.Command[1:]...)
	cmd.Env = append(os.Environ(), Watched+"="+string(last))
	cmd.Stderr = l.Errors
	if note != "" {
		cmd.Stdin = strings.NewReader(note) // not its environment, in which it would stay
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	r, w, err := os.Pipe()
	if err != nil {
		return "", "", fmt.Errorf("watch: %w", err)
	}
	cmd.Stdout = w
	err = cmd.Start()
	w.Close()
	if err != nil {
		r.Close()
		return "", "", fmt.Errorf("watch: start %s: %w", l.Command[0], err)
	}
	beats := make(chan struct{})
	go listen(r, beats, &next)
	frozen := l.follow(beats, cmd.Process)
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case frozen:
		return Frozen, "", nil
	case err == nil:
		return "", "", nil
	case errors.As(err, &exit) && exit.ExitCode() == Fresh:
		return Anew, next, nil
	}
	return Died, "", nil
}

// listen turns the program's lines into beats until its standard output ends, and keeps
// what it hands on.
func listen(r io.ReadCloser, beats chan<- struct{}, note *string) {
	defer close(beats)
	defer r.Close()
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if words, ok := strings.CutPrefix(lines.Text(), handing); ok {
			*note = words
		}
		beats <- struct{}{}
	}
}

// follow follows the beats until they end, and reports whether it had to kill the
// program.
func (l *life) follow(beats <-chan struct{}, p *os.Process) (frozen bool) {
	t := time.NewTimer(l.Start)
	defer t.Stop()
	for {
		select {
		case _, alive := <-beats:
			if !alive {
				return frozen
			}
			t.Reset(l.Patience)
			if !frozen {
				l.beat = time.Now()
				l.Tell(Beat)
			}
		case <-l.tick.C:
			l.waits()
		case <-t.C:
			frozen = true
			_ = p.Kill()
		}
	}
}

// Beats returns what a watched program calls to say that it moves. A watcher that
// is no more ends the program: the system does so, when it writes.
func Beats(out io.Writer) func() {
	return func() { _, _ = io.WriteString(out, string(Beat)+"\n") }
}

// handing begins the line of a note.
const handing = "hand "

// Hand leaves a line for the program's next start, which Handed reads. It comes there
// when this one asks to be started anew, and only once.
func Hand(out io.Writer, note string) { _, _ = io.WriteString(out, handing+note+"\n") }

// mostHanded is how long a note may be, in bytes.
const mostHanded = 1 << 10

// Handed returns the note of the program before, read from the standard input of one
// that was started anew; "" none.
func Handed(in io.Reader) string {
	if What(os.Getenv(Watched)) != Anew {
		return ""
	}
	b, err := io.ReadAll(io.LimitReader(in, mostHanded))
	if err != nil {
		return ""
	}
	return string(b)
}
