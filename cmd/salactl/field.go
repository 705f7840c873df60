package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/register"
)

func fieldGroup(c *console) *cobra.Command {
	return group("field", "The field laptop: take a work list and its area out, visit, bring it back",
		fieldPlan(c), fieldTakeOut(c), fieldShow(c), fieldList(c), fieldAdd(c), fieldEnd(c), fieldOverlaps(c), fieldExchange(c), fieldReturn(c))
}

// outing are the flags of what is taken out.
type outing struct {
	areas, forms []string
	whose        string
	photos       bool
}

func (o *outing) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVar(&o.areas, "area", nil, "a sub-district, or one village of it as SUBDISTRICT/VILLAGE; may be repeated (default: the households of the work list alone)")
	flags.StringArrayVar(&o.forms, "form", nil, "visits for this form; may be repeated (default: of all)")
	flags.StringVar(&o.whose, "visits-of", "", "whose work list (default: the officer's own)")
	flags.BoolVar(&o.photos, "photos", false, "also the photos of earlier visits")
}

func (o *outing) takeOut(s *office.Session) act.TakeOut {
	t := act.TakeOut{Areas: o.areas, Forms: o.forms, Officer: o.whose, Photos: o.photos}
	if t.Officer == "" {
		t.Officer = s.Officer.ID
	}
	return t
}

func fieldPlan(c *console) *cobra.Command {
	var o outing
	cmd := &cobra.Command{
		Use:     "plan",
		Short:   "How many records, photos and megabytes a take-out would be, and which areas there are",
		Example: "  salactl field plan --area สันทรายน้อย --officer somjai",
	}
	o.add(cmd)
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		p, err := s.PlanTakeOut(ctx, o.takeOut(s))
		if err != nil {
			return err
		}
		return c.print(p, func(w io.Writer) {
			c.line(w, "field.plan.records", "visits", p.Visits, "households", p.Households, "residents", p.Residents, "petitions", p.Petitions)
			c.line(w, "field.plan.size", "size", megabytes(p.Bytes), "photos", p.Photos, "photo_size", megabytes(p.PhotoBytes))
			t := table{}
			for _, a := range p.Areas {
				if !strings.Contains(a.Name, "/") {
					t.add("  "+a.Name, strconv.Itoa(a.Households), strconv.Itoa(a.Visits))
				}
			}
			t.write(w)
		})
	})
	return cmd
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func fieldTakeOut(c *console) *cobra.Command {
	var o outing
	var days int
	cmd := &cobra.Command{
		Use:   "take-out",
		Short: "Bring a work list, its area and its forms onto this laptop",
		Long: `take-out asks central for the records of a work list and of areas, and keeps them on
this laptop until they are brought back. A line that breaks costs nothing: run it again.`,
		Example: "  salactl field take-out --area สันทรายน้อย --days 5 --officer somjai",
	}
	o.add(cmd)
	cmd.Flags().IntVar(&days, "days", 5, "for how many days, today included")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		last := -1
		out, err := s.TakeOut(ctx, o.takeOut(s), days, func(done, total int) {
			if percent := done * 100 / max(total, 1); percent/10 != last/10 {
				last = percent
				c.note("field.fetching", "done", done, "total", total)
			}
		})
		if err != nil {
			return err
		}
		return c.print(out, func(w io.Writer) { c.line(w, "field.taken", "records", out.Total, "until", out.Until) })
	})
	return cmd
}

func fieldShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show",
		Short:   "What this laptop carries, until when, and how far the work is",
		Example: "  salactl field show",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			out, err := st.Office.Carried(ctx)
			if errors.Is(err, office.ErrNotFound) {
				return c.print(map[string]any{"out": false, "warnings": list(st.Office.Warnings())}, func(w io.Writer) { c.line(w, "field.nothing_out") })
			}
			if err != nil {
				return err
			}
			told := map[string]any{"out": true, "carried": out, "warnings": list(st.Office.Warnings())}
			return c.print(told, func(w io.Writer) {
				c.line(w, "field.taken", "records", out.Total, "until", out.Until)
				switch {
				case out.Returning:
					c.line(w, "field.returning")
				case !out.Complete():
					c.line(w, "field.fetching", "done", out.Fetched, "total", out.Total)
				case out.Overdue:
					c.line(w, "field.overdue", "until", out.Until)
				}
				for _, m := range st.Office.Warnings() {
					fmt.Fprintln(w, c.words.Text(c.language, "machine."+m.Code, m.Args))
				}
			})
		}),
	}
}

func fieldList(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "The work list, by route",
		Example: "  salactl field list --officer somjai",
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
			stops, err := s.Stops(ctx)
			if err != nil {
				return err
			}
			return c.print(list(stops), func(w io.Writer) {
				t := table{}
				for _, stop := range stops {
					name := stop.Resident.Name(c.language)
					if name == "" {
						name = stop.Visit.Subject
					}
					t.add(stop.Visit.ID, c.word("field.state."+string(stop.State)), name, stop.Home.Address.Line(), stop.Visit.Due.String(), stop.Visit.LastSaid())
				}
				t.write(w)
			})
		}),
	}
}

func fieldAdd(c *console) *cobra.Command {
	var v register.Visit
	var due string
	cmd := &cobra.Command{
		Use:     "add",
		Short:   "Put a visit on the work list: at the office, or a new subject on the way",
		Example: "  salactl field add --household TH-5014-H0000004 --form th.household-survey --visits-of somjai --officer wichai",
	}
	flags := cmd.Flags()
	flags.StringVar(&v.Household, "household", "", "the household's ID")
	flags.StringVar(&v.Resident, "resident", "", "the resident's ID")
	flags.StringVar(&v.Subject, "subject", "", "whom or what it is about, in words")
	flags.StringVar(&v.Form, "form", "", "the form to be filled")
	flags.StringVar(&v.Officer, "visits-of", "", "who is to go (default: whoever takes the area)")
	flags.StringVar(&v.Said, "said", "", "what whoever goes should know")
	flags.StringVar(&due, "due", "", "the last day, such as 2026-12-01")
	flags.IntVar(&v.Order, "order", 0, "place on the route")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) (err error) {
		if v.Due, err = calendar.Parse(due); due != "" && err != nil {
			return terminal.Misused("usage.day", "value", due)
		}
		made, err := s.PlanVisit(ctx, v)
		if err != nil {
			return err
		}
		return c.print(made, func(w io.Writer) { c.line(w, "field.added", "id", made.ID) })
	})
	return cmd
}

func fieldEnd(c *console) *cobra.Command {
	var end office.VisitEnd
	cmd := &cobra.Command{
		Use:     "end VISIT not_met|refused|moved --reason WHY",
		Short:   "End a visit without a form",
		Example: "  salactl field end TH-5014-V000004 not_met --reason ไม่มีใครอยู่ --officer somjai",
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&end.Reason, "reason", "", "why")
	cmd.Flags().StringVar(&end.Said, "said", "", "for whoever comes next")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		end.State = register.VisitState(args[1])
		if fix, err := st.Office.Where(ctx); err == nil {
			end.At = office.Whereabouts{Point: fix.Point, Accuracy: fix.Accuracy}
		}
		if err := s.EndVisit(ctx, args[0], end); err != nil {
			return err
		}
		return c.print(map[string]string{"visit": args[0], "state": args[1]}, func(w io.Writer) { c.line(w, "field.ended", "id", args[0]) })
	})
	return cmd
}

func fieldOverlaps(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "overlaps",
		Short:   "What two officers wrote differently about one visit: who, when and where",
		Example: "  salactl field overlaps --officer wichai",
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
			overlaps, err := s.Overlaps(ctx)
			if err != nil {
				return err
			}
			return c.print(list(overlaps), func(w io.Writer) {
				t := table{}
				for _, o := range overlaps {
					others := ""
					for _, call := range o.Others {
						others += call.Officer + " " + call.At + " "
					}
					about, mine, theirs := o.Question, fmt.Sprint(o.Mine), fmt.Sprint(o.Theirs)
					if about == "" {
						about, mine, theirs = c.word("field.overlaps.state"), c.word("field.state."+mine), c.word("field.state."+theirs)
					}
					t.add(strconv.FormatUint(o.Seq, 10), o.Visit.ID, about, o.By.Officer, mine, others, theirs)
				}
				t.write(w)
			})
		}),
	}
}

func fieldExchange(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "exchange [FOLDER]",
		Short: "Tell another laptop by USB what was done at the visits that both carry, and hear what it told",
		Long: `exchange leaves this laptop's card in the folder (default: the stick that is plugged in),
reads what others of the office wrote to it there, and writes to those whose cards are
there. Carry the stick to the other laptop, run it there, and bring it back. Nobody else
can read what is on it, and central decides what counts when both are back.`,
		Example: "  salactl field exchange /media/stick --officer somjai",
		Args:    cobra.MaximumNArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			done, err := s.Exchange(ctx, strings.Join(args, ""))
			if err != nil {
				return err
			}
			return c.print(done, func(w io.Writer) {
				c.line(w, "field.exchanged", "heard", named(done.Heard), "written", named(done.Written), "entries", done.Entries)
				if len(done.Refused) > 0 {
					c.line(w, "field.told.letters_refused")
				}
			})
		}),
	}
}

// named joins names, "–" for none.
func named(list []string) string {
	if len(list) == 0 {
		return "–"
	}
	return strings.Join(list, ", ")
}

func fieldReturn(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "return",
		Short: "Send everything to central, and remove it here once central has acknowledged all of it",
		Long: `return sends every entry and every photo. Only when central has acknowledged all of
them are the records, the photos and the search removed from this laptop. Run it again
whenever it was interrupted: nothing is lost in between.`,
		Example: "  salactl field return --officer somjai",
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
			if err := s.BringBack(ctx); err != nil {
				return err
			}
			return c.print(map[string]bool{"returned": true}, func(w io.Writer) { c.line(w, "field.returned") })
		}),
	}
}
