package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/register"
)

func personJoin(c *console) *cobra.Command {
	var take []string
	var reason string
	var preview bool
	cmd := &cobra.Command{
		Use:   "join STAYS LEAVES",
		Short: "Make one person of two records: the second points to the first from then on",
		Long: `join compares two records of the register of residents and makes one person of
them, as the desk does: the second one points to the first, which takes over from
it what --take names. Nothing is deleted, and part undoes it. A registrar may.
--preview shows the two beside one another and changes nothing.`,
		Example: "  salactl person join TH-5014-R0000001 TH-5014-R0000099 --preview --officer wichai\n" +
			"  salactl person join TH-5014-R0000001 TH-5014-R0000099 --take home --reason 'same ID card' --officer wichai",
		Args: cobra.ExactArgs(2),
	}
	cmd.Flags().StringArrayVar(&take, "take", nil, "what the first takes over from the second, as --preview names it; may be repeated")
	cmd.Flags().StringVar(&reason, "reason", "", "why they are one person; it stands in the journal")
	cmd.Flags().BoolVar(&preview, "preview", false, "show the two beside one another and change nothing")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		both, err := compared(ctx, st, s, args)
		if err != nil {
			return err
		}
		names := []string{}
		for _, a := range both.Aspects {
			names = append(names, a.Name)
		}
		for _, name := range take {
			if err := terminal.OneOf("--take", name, names...); err != nil {
				return err
			}
		}
		if preview {
			return c.print(shownSides(both), func(w io.Writer) { c.showSides(w, both) })
		}
		stays, err := s.Join(ctx, office.Joint{Stays: both.A.Record.ID, Leaves: both.B.Record.ID, StaysVersion: both.A.Record.Version, LeavesVersion: both.B.Record.Version, Take: take, Reason: reason})
		if err != nil {
			return err
		}
		return c.print(stays, func(w io.Writer) {
			c.line(w, "salactl.person.joined", "id", stays.ID, "name", stays.Name(c.language), "leaves", both.B.Record.ID)
		})
	})
	return cmd
}

// compared lays the two records beside one another that the arguments name, with
// the aspects in which they differ.
func compared(ctx context.Context, st *station.Station, s *office.Session, args []string) (both office.Comparison, err error) {
	ids := make([]string, len(args))
	for i, arg := range args {
		if ids[i], err = st.Office.Resident(ctx, arg); err != nil {
			return both, err
		}
	}
	both, err = s.Compare(ctx, ids[0], ids[1], office.Look{Purpose: register.ForCorrection})
	both.Aspects = slices.DeleteFunc(both.Aspects, func(a register.Aspect) bool { return a.Same(both.A.Record.Fields, both.B.Record.Fields) })
	return both, err
}

// shownSide is what two records say of one aspect.
type shownSide struct {
	Take   string          `json:"take"`
	Stays  register.Fields `json:"stays"`
	Leaves register.Fields `json:"leaves"`
}

func shownSides(both office.Comparison) []shownSide {
	out := []shownSide{}
	for _, a := range both.Aspects {
		out = append(out, shownSide{a.Name, said(a, both.A), said(a, both.B)})
	}
	return out
}

// said is what one record says of an aspect.
func said(a register.Aspect, side office.Side) register.Fields {
	out := register.Fields{}
	for _, name := range a.Fields {
		if v, has := side.Record.Fields[name]; has {
			out[name] = v
		}
	}
	return out
}

// showSides lists what differs between the two, the one that stays first.
func (c *console) showSides(w io.Writer, both office.Comparison) {
	var why []string
	for _, reason := range both.Match.Reasons {
		why = append(why, c.coded("match.", reason))
	}
	facts(w, [2]string{both.A.Record.ID, both.A.Resident.Name(c.language)}, [2]string{both.B.Record.ID, both.B.Resident.Name(c.language)}, [2]string{fmt.Sprintf("%.0f %%", both.Match.Score*100), strings.Join(why, ", ")})
	t := table{head: []string{"--take", c.word("salactl.head.stays"), c.word("salactl.head.leaves")}}
	words := func(f register.Fields) string {
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(f)) {
			parts = append(parts, fmt.Sprint(f[name]))
		}
		return strings.Join(parts, " ")
	}
	for _, s := range shownSides(both) {
		t.add("  "+s.Take, words(s.Stays), words(s.Leaves))
	}
	t.write(w)
}

func personPart(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "part ID",
		Short: "Make two people again of a record that points to another",
		Long: `part undoes join: the record of ID stands for itself again, and the other gives
back what it took over, where that was not changed since. A registrar may.`,
		Example: "  salactl person part TH-5014-R0000099 --reason 'two sisters' --officer wichai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why they are two people; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		parted, err := s.Part(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(parted, func(w io.Writer) {
			c.line(w, "salactl.person.parted", "id", parted.ID, "name", parted.Name(c.language))
		})
	})
	return cmd
}
