package main

import (
	"cmp"
	"context"
	"encoding/hex"
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
	"sala/cmd/internal/terminal"
	"sala/forms/petition"
)

func petitionShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show ID",
		Short:   "Show a petition: answers, fee, decisions, certificates",
		Example: "  salactl petition show TH-5014-D02-1a2b3c4d --json",
		Args:    cobra.ExactArgs(1),
		RunE: c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err != nil {
				return err
			}
			return c.tellPetition(ctx, st, p, nil)
		}),
	}
}

func petitionList(c *console) *cobra.Command {
	var f office.PetitionFilter
	var states []string
	var resident string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List petitions, the newest change first",
		Example: "  salactl petition list --state submitted,under_review\n  salactl petition list --resident 1509900000017 --json",
	}
	cmd.Flags().StringSliceVar(&states, "state", nil, "only these: "+strings.Join(petitionStates(), ", "))
	cmd.Flags().StringVar(&resident, "resident", "", "only of this resident: an ID or a national number")
	cmd.Flags().StringVar(&f.Officer, "by", "", "only those that this officer began or submitted")
	cmd.Flags().IntVar(&f.Limit, "limit", 0, "at most so many")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		for _, s := range states {
			if err := terminal.OneOf("--state", s, petitionStates()...); err != nil {
				return err
			}
			f.States = append(f.States, petition.State(s))
		}
		if resident != "" {
			id, err := st.Office.Resident(ctx, resident)
			if err != nil {
				return err
			}
			f.Resident = id
		}
		all, err := st.Office.Kiosk().Petitions(ctx, f)
		if err != nil {
			return err
		}
		return c.print(list(all), func(w io.Writer) { c.petitionTable(all).write(w) })
	})
	return cmd
}

func petitionStates() []string {
	var out []string
	for _, s := range []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Returned, petition.Approved,
		petition.Rejected, petition.Fulfilled, petition.Delivered, petition.Withdrawn} {
		out = append(out, string(s))
	}
	return out
}

// findPetition finds a petition by its ID or its number.
func findPetition(ctx context.Context, st *station.Station, idOrNumber string) (p petition.Petition, err error) {
	err = st.Store.Read(ctx, func(r office.Reader) error {
		if p, err = r.Petition(idOrNumber); !errors.Is(err, office.ErrNotFound) {
			return err
		}
		hits, findErr := r.Find(idOrNumber, 20)
		if findErr != nil {
			return findErr
		}
		for _, h := range hits {
			if h.What == "petition" && h.Title == idOrNumber {
				p, err = r.Petition(h.ID)
				return err
			}
		}
		return &office.Error{Op: "find a petition", Code: "not_found", Err: err}
	})
	return p, err
}

func (c *console) tellPetition(ctx context.Context, st *station.Station, p petition.Petition, problems []problem) error {
	told := c.shown(p, problems)
	return c.print(told, func(w io.Writer) { c.showPetition(ctx, w, st, told) })
}

func (c *console) shown(p petition.Petition, problems []problem) shownPetition {
	return shownPetition{Petition: p, ContentHex: hex.EncodeToString(p.Content), Due: p.Due().Text(c.language), Problems: list(problems)}
}

func (c *console) showPetition(ctx context.Context, w io.Writer, st *station.Station, told shownPetition) {
	p := told.Petition
	form, _ := c.formOf(ctx, st, p.Form)
	title := p.Form
	if form != nil {
		title = form.Title.In(c.language)
	}
	fmt.Fprintf(w, "%s  %s\n", cmp.Or(p.Number, p.ID), title)
	facts(w,
		[2]string{c.word("salactl.head.id"), p.ID},
		[2]string{c.word("salactl.head.state"), c.state(p.State)},
		[2]string{c.word("salactl.head.resident"), p.Resident},
		[2]string{c.word("salactl.head.fee"), c.money(p.Fee)},
		[2]string{c.word("salactl.head.due"), told.Due},
		[2]string{c.word("salactl.head.deadline"), p.Deadline},
		[2]string{c.word("salactl.head.content"), told.ContentHex},
	)
	labels := map[string]string{}
	if form != nil {
		for _, q := range form.Questions() {
			labels[q.ID] = q.Label.In(c.language)
		}
	}
	t := table{}
	for _, name := range slices.Sorted(maps.Keys(p.Answers)) {
		t.add("  "+cmp.Or(labels[name], name), c.answered(form, name, p.Answers[name]))
	}
	t.write(w)
	for _, d := range p.Decisions {
		fmt.Fprintf(w, "  %s  %s  %s  %s\n", c.moment(time.UnixMilli(d.At)), c.coded("desk.act.", d.Kind), d.By, d.Note)
	}
	for _, cert := range p.Certificates {
		fmt.Fprintf(w, "  %s  %s\n", cert.Number, c.coded("desk.outcome.", string(cert.Outcome)))
	}
	for _, p := range told.Problems {
		fmt.Fprintf(w, "  ! %s\n", p)
	}
}
