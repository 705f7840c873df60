package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sala/devices/port"
	"sala/devices/supervisor"
)

// happened is an event as it is printed: one JSON object a line with --json.
type happened struct {
	At     time.Time `json:"at"`
	What   string    `json:"what"`
	Device reported  `json:"device"`
}

func deviceWatch(c *console) *cobra.Command {
	var limit time.Duration
	cmd := &cobra.Command{
		Use:     "watch [NAME]",
		Short:   "Tell what happens to the devices until it is interrupted",
		Example: "  salactl device watch\n  salactl device watch reader --for 1m --json",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().DurationVar(&limit, "for", 0, "only so long, such as 30s")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, cancel := limited(cmd.Context(), limit)
		defer cancel()
		return c.atWork(ctx, args, nil, func(ctx context.Context, s *supervisor.Supervisor, _ []string) error {
			events := s.Watch(ctx)
			for _, r := range s.Reports() {
				c.tellEvent(happened{At: time.Now(), What: string(supervisor.Changed), Device: c.reportOf(r)})
			}
			for e := range events {
				c.tellEvent(happened{At: e.At, What: string(e.What), Device: c.reportOf(e.Report)})
			}
			return nil
		})
	}
	return cmd
}

func limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, limit)
}

func (c *console) tellEvent(h happened) {
	if c.json {
		b, err := json.Marshal(h)
		if err == nil {
			fmt.Fprintf(c.out, "%s\n", b)
		}
		return
	}
	fmt.Fprintf(c.out, "%s  %s  %s  %s  %s\n", h.At.Format("15:04:05.000"), h.Device.Name, h.What,
		c.word("salactl.device."+string(h.Device.State)), h.Device.Says)
}

func deviceTrace(c *console) *cobra.Command {
	var to string
	var limit time.Duration
	var personal bool
	cmd := &cobra.Command{
		Use:   "trace NAME --to FILE",
		Short: "Record what passes over a device's line, with times, to be played back in a test",
		Long: `trace tries a device out and records the bytes of its line with their times, one JSON
object a line. Personal data is blanked, as long as the trace can be played back;
--personal keeps it. It records until the self-test is done, or for --for.`,
		Example: "  salactl device trace reader --to reader.trace --for 30s",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&to, "to", "", "a new file")
	cmd.MarkFlagRequired("to")
	cmd.Flags().DurationVar(&limit, "for", 0, "go on so long after the self-test, for cards that are inserted by hand")
	cmd.Flags().BoolVar(&personal, "personal", false, "keep personal data in the trace")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var mu sync.Mutex
		var trace port.Trace
		keep := func(_ string, r port.Record) {
			mu.Lock()
			trace = append(trace, r)
			mu.Unlock()
		}
		var kind supervisor.Kind
		err := c.atWork(cmd.Context(), args, keep, func(ctx context.Context, s *supervisor.Supervisor, names []string) error {
			r, err := settled(ctx, s, names[0])
			if err != nil {
				return err
			}
			kind = r.Kind
			_, _ = s.Test(ctx, names[0], false) // its trouble is what is wanted on the record
			if limit > 0 {
				wait, cancel := context.WithTimeout(ctx, limit)
				defer cancel()
				<-wait.Done()
			}
			return nil
		})
		if err != nil {
			return err
		}
		return c.keepTrace(trace, kind, to, personal)
	}
	return cmd
}

func (c *console) keepTrace(trace port.Trace, kind supervisor.Kind, to string, personal bool) error {
	if !personal {
		var err error
		if trace, err = supervisor.Blank(kind, trace); err != nil {
			return fmt.Errorf("blank the personal data: %w", err)
		}
	}
	var b strings.Builder
	if _, err := trace.WriteTo(&b); err != nil {
		return err
	}
	if err := writeNew(to, []byte(b.String())); err != nil {
		return err
	}
	return c.print(map[string]any{"file": to, "records": len(trace), "blanked": !personal}, func(w io.Writer) {
		c.line(w, "salactl.device.traced", "file", to, "count", len(trace))
		if personal {
			c.line(w, "salactl.device.personal")
		}
	})
}
