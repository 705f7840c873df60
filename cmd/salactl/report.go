package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/calendar"
)

func report(c *console) *cobra.Command {
	var from, to string
	var open bool
	var least int
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Petitions by form, state, day and area, and how long they took",
		Long: `report counts the petitions whose last change lies between two days, both
included; clerks, the head of section and auditors may read that. --open-data writes a CSV for publication, in which counts below --least
are suppressed, and a second one with them where it could be had by subtraction.`,
		Example: "  salactl report --from 2026-11-01 --to 2026-11-30 --officer somjai\n  salactl report --open-data --least 5 --officer somjai > figures.csv",
	}
	cmd.Flags().StringVar(&from, "from", "", "the first day, such as 2026-11-01")
	cmd.Flags().StringVar(&to, "to", "", "the last day")
	cmd.Flags().BoolVar(&open, "open-data", false, "write CSV with small cells suppressed")
	cmd.Flags().IntVar(&least, "least", 5, "the smallest count that open data shows")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		days := [2]calendar.Date{}
		for i, s := range []string{from, to} {
			if s == "" {
				continue
			}
			d, err := calendar.Read(st.Config.Profile.Language(), s)
			if err != nil {
				return terminal.Misused("usage.day", "value", s)
			}
			days[i] = d
		}
		if !days[0].IsZero() && !days[1].IsZero() && days[1].Compare(days[0]) < 0 {
			return terminal.Misused("usage.days_backwards")
		}
		s, err := c.session(ctx, st)
		if err != nil {
			return err
		}
		f, err := s.Figures(ctx, days[0], days[1])
		if err != nil {
			return err
		}
		if open {
			return writeOpenData(c.out, f, least)
		}
		return c.print(f, func(w io.Writer) { c.showFigures(w, st, f) })
	})
	return cmd
}

func (c *console) showFigures(w io.Writer, st *station.Station, f office.Figures) {
	c.line(w, "salactl.report.count", "count", f.Count, "late", f.Late)
	for _, group := range []struct {
		head, names string
		counts      map[string]int
	}{{"salactl.head.state", "salactl.state.", f.ByState}, {"salactl.head.area", "forms.area.", f.ByArea}, {"salactl.head.day", "", f.ByDay}} {
		t := table{head: []string{c.word(group.head), ""}}
		for _, name := range slices.Sorted(maps.Keys(group.counts)) {
			t.add("  "+c.coded(group.names, name), strconv.Itoa(group.counts[name]))
		}
		t.write(w)
	}
	t := table{head: []string{c.word("salactl.head.form"), c.word("salactl.head.count"), c.word("salactl.head.open"), c.word("salactl.head.decided"), c.word("salactl.head.days")}}
	for _, r := range f.ByForm {
		name := r.Form
		if form, ok := st.Pack.Form(r.Form); ok {
			name = form.Title.In(c.language)
		}
		t.add("  "+name, strconv.Itoa(r.Count), strconv.Itoa(r.Open), strconv.Itoa(r.Decided), fmt.Sprintf("%.1f", r.Days))
	}
	t.write(w)
	for _, m := range f.Taken {
		facts(w, [2]string{c.word("salactl.head.taken"), m.Text(c.language)})
	}
}

// writeOpenData writes the figures as CSV; a suppressed count is empty.
func writeOpenData(w io.Writer, f office.Figures, least int) error {
	out := csv.NewWriter(w)
	out.Write([]string{"group", "name", "count"})
	for _, cell := range f.Cells(least) {
		n := strconv.Itoa(cell.Count)
		if cell.Suppressed {
			n = ""
		}
		out.Write([]string{cell.What, cell.Name, n})
	}
	out.Flush()
	return out.Error()
}

// dayOf returns the beginning of a day that a person named.
func dayOf(st *station.Station, s string) (time.Time, error) {
	d, err := calendar.Read(st.Config.Profile.Language(), s)
	if err != nil {
		return time.Time{}, terminal.Misused("usage.day", "value", s)
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, st.Office.Now().Location()), nil
}
