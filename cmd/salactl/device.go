package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/devices/port"
	"sala/devices/supervisor"
)

func device(c *console) *cobra.Command {
	return group("device", "What is plugged in: list, show, test, watch, trace",
		deviceList(c), deviceShow(c), deviceTest(c), deviceWatch(c), deviceTrace(c))
}

// deviceWait is how long a device is given to answer for the first time.
const deviceWait = 6 * time.Second

func deviceList(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the devices of the configuration, and the serial lines of this machine",
		Example: "  salactl device list --json",
		RunE: func(*cobra.Command, []string) error {
			config, err := station.ReadConfig(station.Folder(c.dir))
			if err != nil {
				return err
			}
			lines, err := port.Available(os.DirFS("/dev"))
			if err != nil {
				lines = nil // a machine without such a folder
			}
			told := map[string]any{"devices": list(config.Devices), "lines": list(lines)}
			return c.print(told, func(w io.Writer) {
				t := table{}
				for _, d := range config.Devices {
					t.add(d.Name, string(d.Kind), d.Port.Name+d.TCP+d.Queue+d.Folder)
				}
				t.write(w)
				c.line(w, "salactl.device.lines", "lines", strings.Join(lines, ", "))
			})
		},
	}
}

// atWork opens the configured devices, or the one that is named, and closes
// them again.
func (c *console) atWork(ctx context.Context, args []string, trace func(string, port.Record), do func(context.Context, *supervisor.Supervisor, []string) error) error {
	dir := station.Folder(c.dir)
	config, err := station.ReadConfig(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, d := range config.Devices {
		names = append(names, d.Name)
	}
	if len(args) > 0 {
		if !slices.Contains(names, args[0]) {
			return &office.Error{Op: "find a device", Code: "no_device", Args: map[string]any{"name": args[0], "names": strings.Join(names, ", ")}}
		}
		names = args[:1]
		config.Devices = slices.DeleteFunc(config.Devices, func(d supervisor.Device) bool { return d.Name != args[0] })
	}
	s, err := station.TryDevices(dir, config, trace)
	if err != nil {
		return err
	}
	s.Start(ctx)
	defer s.Stop()
	return do(ctx, s, names)
}

// settled waits until a device has answered or failed for the first time.
func settled(ctx context.Context, s *supervisor.Supervisor, name string) (supervisor.Report, error) {
	wait, cancel := context.WithTimeout(ctx, deviceWait)
	defer cancel()
	r, err := s.Await(wait, name, func(r supervisor.Report) bool { return r.State != supervisor.Starting })
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return s.Report(name)
	}
	return r, err
}

// reported is a device's report with its words.
type reported struct {
	supervisor.Report
	Says string `json:"says,omitempty"`
	Hint string `json:"hint,omitempty"`
}

func (c *console) reportOf(r supervisor.Report) reported {
	out := reported{Report: r}
	switch {
	case r.Code != "":
		out.Says, out.Hint = c.words.Trouble(c.language, string(r.Code), nil)
	case r.Warning != "":
		out.Says, out.Hint = c.words.Trouble(c.language, string(r.Warning), nil)
	}
	return out
}

func (c *console) tellReports(all []supervisor.Report) error {
	out := []reported{}
	failed := false
	for _, r := range all {
		failed = failed || r.State != supervisor.Ready || r.SelfTest != nil && !r.SelfTest.OK
		out = append(out, c.reportOf(r))
	}
	err := c.print(out, func(w io.Writer) {
		for _, r := range out {
			fmt.Fprintf(w, "%s  %s  %s  %s\n", r.Name, r.Kind, strings.TrimSpace(r.Maker+" "+r.Model), c.word("salactl.device."+string(r.State)))
			facts(w, [2]string{c.word("salactl.head.line_of"), r.Line}, [2]string{c.word("salactl.head.trouble"), r.Says}, [2]string{c.word("salactl.head.do"), r.Hint})
			if r.SelfTest == nil {
				continue
			}
			t := table{}
			for _, step := range r.SelfTest.Steps {
				mark, said := "✓", step.Detail
				if !step.OK {
					mark, said = "✗", c.coded("device.error.", string(step.Code))
				}
				t.add("  "+mark+" "+c.coded("salactl.selftest.", strings.ReplaceAll(step.Name, " ", "_")), said)
			}
			t.write(w)
		}
	})
	if err == nil && failed {
		return errQuiet
	}
	return err
}

func deviceShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show [NAME]",
		Short:   "How the devices are: state, trouble, what to do",
		Example: "  salactl device show reader",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.atWork(cmd.Context(), args, nil, func(ctx context.Context, s *supervisor.Supervisor, names []string) error {
				for _, name := range names {
					if _, err := settled(ctx, s, name); err != nil {
						return err
					}
				}
				return c.tellReports(s.Reports())
			})
		},
	}
}

func deviceTest(c *console) *cobra.Command {
	var loud bool
	cmd := &cobra.Command{
		Use:   "test [NAME]",
		Short: "Try the devices out: maker, state and self-test of each",
		Long: `test tries each device out and says what it is, how it is, and how each step of its
self-test went. --loud also prints, which costs paper. The exit code is 1 when one
of them does not work. The window must not be open: a device has one owner.`,
		Example: "  salactl device test --json\n  salactl device test receipt --loud",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().BoolVar(&loud, "loud", false, "print as well")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return c.atWork(cmd.Context(), args, nil, func(ctx context.Context, s *supervisor.Supervisor, names []string) error {
			for i, name := range names {
				c.note("salactl.progress", "what", name, "done", i+1, "total", len(names))
				if _, err := settled(ctx, s, name); err != nil {
					return err
				}
				if _, err := s.Test(ctx, name, loud); ctx.Err() != nil {
					return err // a device's trouble stands in its report
				}
			}
			return c.tellReports(s.Reports())
		})
	}
	return cmd
}
