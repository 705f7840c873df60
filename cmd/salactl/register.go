package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/register"
)

func registers(c *console) *cobra.Command {
	return group("register", "Registers: find, open, see what changed, bring in from CSV",
		registerFind(c), registerShow(c), registerHistory(c), registerImport(c))
}

func registerFind(c *console) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "find REGISTER QUERY",
		Short:   "Find records of a register",
		Example: "  salactl register find household สันทราย",
		Args:    cobra.MinimumNArgs(2),
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "at most so many")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		return c.find(ctx, st, strings.Join(args[1:], " "), args[0], limit)
	})
	return cmd
}

func registerShow(c *console) *cobra.Command {
	var purpose string
	cmd := &cobra.Command{
		Use:     "show REGISTER ID --purpose WHY",
		Short:   "Open a record; who looked and why stands in the journal",
		Example: "  salactl register show household TH-5014-H0000001 --purpose 'address check' --officer somjai",
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&purpose, "purpose", "", "why the record is opened; the citizen can see it")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		if strings.TrimSpace(purpose) == "" {
			return errors.Join(errUsage, errors.New("--purpose is needed: the journal says why a record was opened"))
		}
		rec, err := s.OpenRecord(ctx, args[0], args[1], purpose)
		if err != nil {
			return err
		}
		return c.print(rec, func(w io.Writer) {
			c.line(w, "salactl.register.record", "id", rec.Register+"/"+rec.ID, "version", fmt.Sprint(rec.Version), "office", rec.Office)
			showFields(w, rec.Fields)
		})
	})
	return cmd
}

func showFields(w io.Writer, f register.Fields) {
	var lines [][2]string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		lines = append(lines, [2]string{name, fmt.Sprint(f[name])})
	}
	facts(w, lines...)
}

// changed is one change of a record in the station's journal.
type changed struct {
	Seq       uint64          `json:"seq"`
	At        time.Time       `json:"at"`
	Officer   string          `json:"officer"`
	Base      uint64          `json:"base"`
	Set       register.Fields `json:"set,omitempty"`
	Old       register.Fields `json:"old,omitempty"`
	Clear     []string        `json:"clear,omitempty"`
	Effective string          `json:"effective,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Petition  string          `json:"petition,omitempty"`
}

func registerHistory(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "history REGISTER ID",
		Short:   "What this station has changed of a record: who, when, from what to what",
		Example: "  salactl register history resident TH-5014-R0000001",
		Args:    cobra.ExactArgs(2),
		RunE: c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
			if _, err := st.Store.Record(ctx, args[0], args[1]); err != nil {
				return err
			}
			out := []changed{}
			for e, err := range st.Store.Entries(ctx, 0) {
				if err != nil {
					return err
				}
				if e.Kind != act.RecordSet || e.Subject != args[0]+"/"+args[1] || e.Payload == nil {
					continue
				}
				v, err := act.Decode[act.Change](e.Payload)
				if err != nil {
					return err
				}
				out = append(out, changed{e.Seq, e.Time.Wall(), e.Officer, e.Base, v.Set, v.Old, v.Clear, v.Effective, v.Reason, v.Petition})
			}
			return c.print(out, func(w io.Writer) {
				for _, h := range out {
					fmt.Fprintf(w, "%s  %s  %s\n", c.moment(h.At), h.Officer, h.Reason)
					var lines [][2]string
					for _, name := range slices.Sorted(maps.Keys(h.Set)) {
						was := ""
						if v, had := h.Old[name]; had {
							was = fmt.Sprint(v) + " → "
						}
						lines = append(lines, [2]string{name, was + fmt.Sprint(h.Set[name])})
					}
					facts(w, lines...)
				}
				c.note("salactl.register.changes", "count", len(out))
			})
		}),
	}
}
