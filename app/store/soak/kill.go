package soak

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"sala/app/store"
	"sala/sync/journal"
)

// pair is how many processes work on the station when they are killed, as the
// window and the command line do.
const pair = 2

// life is after how many kills a new station is founded.
const life = 60

func (r *run) kills(ctx context.Context) error {
	var dir string
	var at journal.Head
	for done := 0; done < r.Kills; done += pair {
		r.Progress("kill", done, r.Kills)
		if done%life == 0 {
			var err error
			if dir, err = r.room(fmt.Sprintf("kill-%06d", done)); err != nil {
				return err
			}
			s, err := found(ctx, dir, store.Environment{})
			if err != nil {
				return err
			}
			if err := s.Close(); err != nil {
				return err
			}
			at = journal.Head{}
		}
		confirmed, err := r.killed(ctx, dir)
		if err != nil {
			return err
		}
		r.report.Kills += pair
		rebuild := done%20 == 0
		if at, err = r.check(ctx, dir, fmt.Sprintf("kill %d", done), at, confirmed, rebuild); err != nil {
			return err
		}
	}
	return nil
}

// killed lets processes work on the station and kills them without warning. It
// returns what they had confirmed.
func (r *run) killed(ctx context.Context, dir string) ([]journal.Head, error) {
	heard := make(chan journal.Head, 4096)
	ended := make(chan error, pair)
	var children []*exec.Cmd
	for range pair {
		c := r.Child(dir, r.chance.Uint64())
		out, err := c.StdoutPipe()
		if err != nil {
			return nil, err
		}
		trouble := &strings.Builder{}
		c.Stderr = trouble
		if err := c.Start(); err != nil {
			return nil, fmt.Errorf("start a station's process: %w", err)
		}
		children = append(children, c)
		go func() {
			read := listen(out, heard)
			_ = c.Wait() // it was killed
			if read == nil && trouble.Len() > 0 {
				read = fmt.Errorf("the process ended by itself: %s", trouble)
			}
			ended <- read
		}()
	}
	var confirmed []journal.Head
	kill := time.After(30 * time.Second) // none of them comes to anything
	for alive, first := pair, true; alive > 0; {
		select {
		case h := <-heard:
			confirmed = append(confirmed, h)
			if first {
				first, kill = false, time.After(time.Duration(r.chance.IntN(40_000))*time.Microsecond)
			}
		case <-kill:
			for _, c := range children {
				_ = c.Process.Kill() // SIGKILL
			}
			kill = nil
		case err := <-ended:
			alive--
			if err != nil {
				r.fault("%v", err)
			}
		case <-ctx.Done():
			for _, c := range children {
				_ = c.Process.Kill()
			}
			return nil, ctx.Err()
		}
	}
	for {
		select {
		case h := <-heard:
			confirmed = append(confirmed, h)
		default:
			return confirmed, nil
		}
	}
}

// listen reads a child's lines; half a line was not confirmed.
func listen(out io.Reader, heard chan<- journal.Head) error {
	b := bufio.NewReader(out)
	for {
		line, err := b.ReadString('\n')
		if err != nil {
			return nil
		}
		seq, hash, ok := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseUint(seq, 10, 64)
		raw, herr := hex.DecodeString(hash)
		if !ok || err != nil || herr != nil || len(raw) != len(journal.Hash{}) {
			return fmt.Errorf("the process said %q", line)
		}
		h := journal.Head{Seq: n}
		copy(h.Hash[:], raw)
		heard <- h
	}
}
