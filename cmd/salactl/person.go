package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/identity"
	"sala/forms/petition"
	"sala/forms/register"
)

func person(c *console) *cobra.Command {
	return group("person", "Find people and open their records", personFind(c), personShow(c), personViews(c), personDuplicates(c), personJoin(c), personPart(c))
}

// hit is one result of a search.
type hit struct {
	What   string `json:"what"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Outbox string `json:"outbox,omitempty"` // waiting, aside
}

func personFind(c *console) *cobra.Command {
	var limit int
	var all bool
	cmd := &cobra.Command{
		Use:   "find QUERY",
		Short: "Find people by any part of a name or number",
		Long: `find searches by any part of a name, in Thai, Korean (also by initial consonants)
or Latin letters, and of a number or an address, the best matches first.`,
		Example: "  salactl person find สมหญิง\n  salactl person find ㄱㅁㅅ --limit 5\n  salactl person find 'somying jai' --json",
		Args:    cobra.MinimumNArgs(1),
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "at most so many")
	cmd.Flags().BoolVar(&all, "all", false, "households, petitions and other records too")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		what := register.Residents
		if all {
			what = ""
		}
		return c.find(ctx, st, strings.Join(args, " "), what, limit)
	})
	return cmd
}

// find prints what a search finds, of one register or of all.
func (c *console) find(ctx context.Context, st *station.Station, query, what string, limit int) error {
	began := time.Now()
	ask := limit
	if what != "" {
		ask = limit * 5 // the others come between
	}
	var hits []office.Hit
	err := st.Store.Read(ctx, func(r office.Reader) (err error) {
		hits, err = r.Find(query, ask)
		return err
	})
	if err != nil {
		return err
	}
	took := time.Since(began)
	out := []hit{}
	for _, h := range hits {
		if (what == "" || h.What == what) && len(out) < limit {
			out = append(out, hit{h.What, h.ID, h.Title, h.Detail, h.Outbox})
		}
	}
	err = c.print(out, func(w io.Writer) {
		t := table{}
		for _, h := range out {
			waits := ""
			if h.Outbox != "" {
				waits = c.word("salactl.find." + h.Outbox)
			}
			t.add(h.ID, h.Title, h.Detail, waits)
		}
		t.write(w)
	})
	c.note("salactl.find.count", "count", len(out), "time", fmt.Sprintf("%.1f ms", took.Seconds()*1000))
	return err
}

// visited is a person's record as it is printed.
type visited struct {
	office.Visitor
	Address string `json:"address"`
	AsOf    string `json:"as_of,omitempty"` // how old the local copy is
}

func personShow(c *console) *cobra.Command {
	var l looking
	cmd := &cobra.Command{
		Use:     "show ID|NUMBER --purpose WHY",
		Short:   "Open a person's record; who looked and why stands in the journal",
		Example: "  salactl person show 1509900000017 --purpose 'own request at the counter' --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	l.flags(cmd)
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		look, err := l.read(ctx, st)
		if err != nil {
			return err
		}
		id, err := st.Office.Resident(ctx, args[0])
		if err != nil {
			return err
		}
		v, err := s.VisitFor(ctx, id, look)
		if err != nil {
			return err
		}
		status, err := st.Office.Status(ctx)
		if err != nil {
			return err
		}
		told := visited{Visitor: v, Address: v.Household.Address.Line()}
		told.Members, told.Petitions = list(v.Members), list(v.Petitions)
		if !status.Journal.LastSync.IsZero() {
			told.AsOf = status.Journal.LastSync.Format(time.RFC3339)
		}
		return c.print(told, func(w io.Writer) { c.showPerson(w, st.Config.Profile.Country, told) })
	})
	return cmd
}

func (c *console) showPerson(w io.Writer, country string, v visited) {
	r := v.Resident
	fmt.Fprintln(w, r.Name(c.language))
	lines := [][2]string{{c.word("salactl.head.id"), r.ID}}
	for _, l := range []string{"th", "ko", "en"} {
		lines = append(lines, [2]string{c.word("salactl.head.name") + " (" + l + ")", r.Names[l].Full(l)})
	}
	asOf := c.word("salactl.person.never_synced")
	if at, err := time.Parse(time.RFC3339, v.AsOf); err == nil {
		asOf = c.moment(at)
	}
	lines = append(lines,
		[2]string{c.word("salactl.head.number"), identity.Format(country, r.NationalNumber)},
		[2]string{c.word("salactl.head.birth"), r.Birth.Long(c.language)},
		[2]string{c.word("salactl.head.address"), v.Address},
		[2]string{c.word("salactl.head.as_of"), asOf},
	)
	facts(w, lines...)
	if len(v.Members) > 0 {
		fmt.Fprintf(w, "\n%s\n", c.word("salactl.head.household"))
		t := table{}
		for _, m := range v.Members {
			t.add("  "+m.ID, m.Name(c.language), c.coded("desk.relation.", string(m.Position)), m.Birth.Long(c.language))
		}
		t.write(w)
	}
	if len(v.Offers) > 0 {
		fmt.Fprintf(w, "\n%s\n", c.word("salactl.person.offers"))
		for _, o := range v.Offers {
			fmt.Fprintf(w, "  %s (%s): %s\n", o.Title.In(c.language), o.Form, o.Because.In(c.language))
		}
	}
	if len(v.Petitions) > 0 {
		fmt.Fprintf(w, "\n%s\n", c.word("salactl.head.petitions"))
		c.petitionTable(v.Petitions).write(w)
	}
}

func personViews(c *console) *cobra.Command {
	return c.views(&cobra.Command{
		Use:     "views ID|NUMBER",
		Short:   "Who has looked at a person's record on this station, when and why: the citizen's view",
		Example: "  salactl person views 1509900000017 --language th\n  salactl person views 1509900000017 --out looks.pdf --language th --officer somjai",
		Args:    cobra.ExactArgs(1),
	}, func(ctx context.Context, st *station.Station, args []string) (string, string, error) {
		id, err := st.Office.Resident(ctx, args[0])
		return register.Residents, id, err
	})
}

// petitionTable lists petitions.
func (c *console) petitionTable(all []petition.Petition) *table {
	t := &table{head: []string{c.word("salactl.head.id"), c.word("salactl.head.number"), c.word("salactl.head.form"), c.word("salactl.head.state"), c.word("salactl.head.changed")}}
	for _, p := range all {
		t.add(p.ID, p.Number, p.Form, c.state(p.State), c.moment(time.UnixMilli(p.Changed)))
	}
	return t
}

// state writes a petition's state in words.
func (c *console) state(s petition.State) string {
	if key := "salactl.state." + string(s); c.words.Has(key) {
		return c.word(key)
	}
	return string(s)
}
