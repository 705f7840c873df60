package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/act"
)

func conflict(c *console) *cobra.Command {
	return group("conflict", "What central set aside: list, show both sides, settle", conflictList(c), conflictShow(c), conflictResolve(c))
}

// aside is a conflict with its words.
type aside struct {
	station.Conflict
	Says string `json:"says"`
	Hint string `json:"hint"`
}

func (c *console) asideOf(all []station.Conflict) []aside {
	out := []aside{}
	for _, x := range all {
		says, hint := c.verdict(x.Reason)
		out = append(out, aside{x, says, hint})
	}
	return out
}

func conflictList(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List what central set aside and nobody has settled yet, and why",
		Example: "  salactl conflict list --json",
	}
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		found, err := st.Conflicts(ctx)
		if err != nil {
			return err
		}
		out := c.asideOf(found)
		return c.print(out, func(w io.Writer) {
			if len(out) == 0 {
				c.line(w, "salactl.conflict.none")
			}
			t := table{}
			for _, x := range out {
				t.add(strconv.FormatUint(x.Seq, 10), c.coded("desk.act.", x.Kind), x.Subject, x.Title, c.word("salactl.item."+x.Outcome), x.Says)
			}
			t.write(w)
		})
	})
	return cmd
}

func conflictShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show SEQ",
		Short:   "Show both sides of what was set aside, field by field",
		Example: "  salactl conflict show 42",
		Args:    cobra.ExactArgs(1),
		RunE: c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
			x, err := findConflict(ctx, st, args[0])
			if err != nil {
				return err
			}
			told := c.asideOf([]station.Conflict{x})[0]
			return c.print(told, func(w io.Writer) {
				fmt.Fprintf(w, "%d  %s  %s  %s\n%s\n", x.Seq, c.coded("desk.act.", x.Kind), x.Subject, x.Title, told.Says)
				t := table{head: []string{"  " + c.word("salactl.head.field"), c.word("salactl.head.base"), c.word("salactl.head.mine"), c.word("salactl.head.theirs")}}
				for _, f := range x.Fields {
					mark := "  "
					if f.Clash {
						mark = "! "
					}
					t.add(mark+f.Name, shownValue(f.Base), shownValue(f.Mine), shownValue(f.Theirs))
				}
				t.write(w)
				fmt.Fprintln(w, told.Hint)
			})
		}),
	}
}

func shownValue(v any) string {
	if v == nil {
		return "—"
	}
	return fmt.Sprint(v)
}

func findConflict(ctx context.Context, st *station.Station, number string) (station.Conflict, error) {
	seq, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return station.Conflict{}, terminal.Misused("usage.entry", "value", number)
	}
	all, err := st.Conflicts(ctx)
	if err != nil {
		return station.Conflict{}, err
	}
	for _, x := range all {
		if x.Seq == seq {
			return x, nil
		}
	}
	return station.Conflict{}, &office.Error{Op: "find a conflict", Code: "no_conflict", Args: map[string]any{"seq": number}}
}

func conflictResolve(c *console) *cobra.Command {
	var mine, theirs bool
	var fields []string
	var note string
	cmd := &cobra.Command{
		Use:   "resolve SEQ --mine|--theirs",
		Short: "Settle a change of a record: the station's values, or central's",
		Long: `resolve settles a change of a record that overlaps with somebody else's. --mine
makes the change anew on top of what central has, in the --field named or in all;
--theirs lets central's values stand. The head of section or the registrar decides.`,
		Example: "  salactl conflict resolve 42 --mine --field last_th --note 'seen on the deed' --officer wichai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&mine, "mine", false, "the station's values")
	cmd.Flags().BoolVar(&theirs, "theirs", false, "central's values")
	cmd.Flags().StringSliceVar(&fields, "field", nil, "only this field; may be repeated")
	cmd.Flags().StringVar(&note, "note", "", "why; it stands in the journal")
	cmd.MarkFlagsOneRequired("mine", "theirs")
	cmd.MarkFlagsMutuallyExclusive("mine", "theirs")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		x, err := findConflict(ctx, st, args[0])
		if err != nil {
			return err
		}
		if x.Kind != act.RecordSet {
			return &office.Error{Op: "settle a conflict", Code: "not_settleable", Args: map[string]any{"seq": args[0], "kind": c.coded("desk.act.", x.Kind)}}
		}
		how := office.SettleTheirs
		if mine {
			how = office.SettleMine
		}
		rec, err := s.SettleChange(ctx, x.Seq, x.Change, how, note, fields...)
		if err != nil {
			return err
		}
		return c.print(rec, func(w io.Writer) {
			c.line(w, "salactl.conflict.settled", "seq", args[0])
			showFields(w, rec.Fields)
		})
	})
	return cmd
}
