package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/register"
)

func personDuplicates(c *console) *cobra.Command {
	var fields []string
	cmd := &cobra.Command{
		Use:   "duplicates --field FIELD=VALUE ...",
		Short: "Who may be the same person: by number, name, birth date and house, whatever the spelling",
		Long: `duplicates compares somebody who is to be entered with everybody in the register,
with what waits to be sent, and with the petitions under way that would enter
somebody. Names are compared as they sound, numbers with a wrong digit or two
swapped, birth dates with day and month the wrong way round or in the other era.
The fields are those of the register of residents: number, first_th, last_th,
first_ko, last_ko, first_en, last_en, birth, sex, household, mother_number; and those of an
address: house, village, road, subdistrict, district, province.`,
		Example: "  salactl person duplicates --field first_th=สิริพร --field last_th=ใจดี --field birth=1990-05-12 --officer somjai",
	}
	cmd.Flags().StringArrayVar(&fields, "field", nil, "FIELD=VALUE; may be repeated")
	var sought register.Resident
	cmd.PreRunE = func(*cobra.Command, []string) error {
		who := register.Record{Register: register.Residents, Fields: register.Fields{}}
		for _, f := range fields {
			name, value, ok := strings.Cut(f, "=")
			if !ok || name == "" {
				return terminal.Misused("usage.form", "what", "--field", "value", f, "form", "FIELD=VALUE")
			}
			who.Fields[name] = value
		}
		sought = register.AsResident(who)
		if home := register.AsHousehold(who).Address; home.House != "" {
			sought.Homes = []register.Address{home}
		}
		if sought.NationalNumber == "" && len(sought.Names) == 0 && sought.Household == "" && len(sought.Homes) == 0 {
			return terminal.Misused("usage.who")
		}
		return nil
	}
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		found, err := s.Duplicates(ctx, sought)
		if err != nil {
			return err
		}
		return c.print(shownMatches(found), func(w io.Writer) { c.showMatches(w, found) })
	})
	return cmd
}

// shownMatch is a match as it is printed: what tells two people apart, and no
// more of the record.
type shownMatch struct {
	ID      string   `json:"id"`
	From    string   `json:"from"`
	Score   float64  `json:"score"`
	Reasons []string `json:"reasons"`
	Name    string   `json:"name"`
	Birth   string   `json:"birth,omitempty"`
}

func shownMatches(found []register.Match) []shownMatch {
	out := []shownMatch{}
	for _, m := range found {
		out = append(out, shownMatch{m.Resident.ID, m.From, m.Score, m.Reasons, m.Resident.Name(""), m.Resident.Birth.String()})
	}
	return out
}

// showMatches lists who may be the same, with the reasons in words.
func (c *console) showMatches(w io.Writer, found []register.Match) {
	t := table{}
	for _, m := range found {
		var why []string
		for _, reason := range m.Reasons {
			why = append(why, c.coded("match.", reason))
		}
		t.add(fmt.Sprintf("  %3.0f %%", m.Score*100), c.coded("match.from.", m.From), m.Resident.ID, m.Resident.Name(c.language), m.Resident.Birth.Long(c.language), strings.Join(why, ", "))
	}
	t.write(w)
	c.note("salactl.person.alike", "count", len(found))
}
