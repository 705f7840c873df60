package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/answer"
	"sala/forms/petition"
	"sala/forms/register"
)

func petitions(c *console) *cobra.Command {
	return group("petition", "Petitions: begin, submit, decide, take the fee, show",
		petitionNew(c), petitionSubmit(c),
		petitionDecide(c, "approve", "Approve a petition, as the officer who unlocked", (*office.Session).Approve),
		petitionDecide(c, "return", "Give a petition back for correction", (*office.Session).Return),
		petitionDecide(c, "reject", "Say no, with the reason", (*office.Session).Reject),
		petitionDecide(c, "withdraw", "End a petition at the citizen's wish", (*office.Session).Withdraw),
		petitionPay(c), petitionRefund(c), petitionDeliver(c), petitionNote(c), petitionAttach(c), petitionFiles(c), petitionMigrate(c), petitionShow(c), petitionList(c))
}

// shownPetition is a petition as it is printed.
type shownPetition struct {
	petition.Petition
	ContentHex string    `json:"content_hash,omitempty"` // what decisions are bound to
	Due        string    `json:"due"`
	Problems   []problem `json:"problems"`
	// Filed are the petitions that a life event's intake filed.
	Filed []petition.Petition `json:"filed,omitempty"`
	Alike []shownMatch        `json:"alike,omitempty"` // who may be the person that it enters
}

func petitionNew(c *console) *cobra.Command {
	var resident, answers, event, anyway string
	var submit bool
	l := looking{purpose: register.ForCitizen}
	cmd := &cobra.Command{
		Use:   "new FORM | --event EVENT",
		Short: "Begin a petition, filled with what the register says and with answers from a file",
		Long: `new begins a petition for a resident (an ID or a national number) and saves it as
a draft. Answers come as one JSON object from --answers; "salactl form fill" tries
them out without a station. With --submit it is handed in at once. --event opens the
intake of a life event instead (birth, marriage, moving ...): submitting it files
all its petitions in one go, or none.`,
		Example: `  salactl petition new th.house-register-copy --resident 1509900000017 --answers answers.json --submit --officer somjai
  salactl petition new --event birth --resident 1509900000017 --answers birth.json --submit --officer somjai`,
		Args: func(_ *cobra.Command, args []string) error {
			if (event == "") == (len(args) == 0) || len(args) > 1 {
				return terminal.Misused("usage.begin")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&resident, "resident", "", "whose petition it is: an ID or a national number")
	l.flags(cmd)
	cmd.Flags().StringVar(&event, "event", "", "the life event whose intake is opened")
	cmd.Flags().StringVar(&anyway, "anyway", "", "a reason to submit although there are problems, where the form allows it, or although somebody may be the same person: flags it for review")
	cmd.Flags().StringVar(&answers, "answers", "", "a JSON file with answers; - is standard input")
	cmd.Flags().BoolVar(&submit, "submit", false, "hand it in at once")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		given, err := c.givenAnswers(answers)
		if err != nil {
			return err
		}
		if event != "" {
			form, err := eventForm(st, event)
			if err != nil {
				return err
			}
			args = []string{form}
		}
		if _, ok := st.Pack.Form(args[0]); !ok {
			return &office.Error{Op: "begin a petition", Code: "no_form", Args: map[string]any{"form": args[0]}}
		}
		var v office.Visitor
		if resident != "" {
			id, err := st.Office.Resident(ctx, resident)
			if err != nil {
				return err
			}
			look, err := l.read(ctx, st)
			if err != nil {
				return err
			}
			if v, err = s.VisitFor(ctx, id, look); err != nil {
				return err
			}
		}
		d, err := s.Begin(ctx, args[0], v)
		if err != nil {
			return err
		}
		return c.fillDraft(ctx, st, s, d, given, submit, anyway)
	})
	return cmd
}

func petitionSubmit(c *console) *cobra.Command {
	var answers, anyway string
	cmd := &cobra.Command{
		Use:     "submit ID",
		Short:   "Hand a draft, or a petition that was returned, in",
		Example: `  salactl petition submit TH-5014-D02-1a2b3c4d --answers more.json --officer somjai`,
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&answers, "answers", "", "a JSON file with answers that change; - is standard input")
	cmd.Flags().StringVar(&anyway, "anyway", "", "a reason to submit although there are problems, where the form allows it, or although somebody may be the same person: flags it for review")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		given, err := c.givenAnswers(answers)
		if err != nil {
			return err
		}
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		d, err := s.Resume(ctx, p.ID)
		if err != nil {
			return err
		}
		return c.fillDraft(ctx, st, s, d, given, true, anyway)
	})
	return cmd
}

func (c *console) givenAnswers(path string) (map[string]any, error) {
	if path == "" {
		return nil, nil
	}
	return c.readObject(path)
}

// fillDraft gives a draft its answers, saves it and, if asked, hands it in.
func (c *console) fillDraft(ctx context.Context, st *station.Station, s *office.Session, d *office.Draft, given map[string]any, submit bool, anyway string) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if err := setAll(d.Sheet, name, given[name]); errors.Is(err, answer.ErrNoQuestion) {
			return &office.Error{Op: "answer", Code: "no_question", Args: map[string]any{"question": name, "form": d.Form.ID}}
		} else if err != nil {
			return err
		}
	}
	if err := s.Save(ctx, d); err != nil {
		return err
	}
	problems := d.Sheet.Problems()
	if !submit {
		alike, err := s.DraftDuplicates(ctx, d)
		if err != nil {
			return err
		}
		d.Alike = alike
		return c.tellDraft(ctx, st, d, problems)
	}
	var err error
	if anyway != "" {
		_, err = s.SubmitAnyway(ctx, d, anyway)
	} else {
		_, err = s.Submit(ctx, d)
	}
	if err != nil {
		c.note("salactl.petition.kept", "id", d.Petition.ID)
		if len(d.Alike) > 0 && !c.json {
			c.showMatches(c.progress, d.Alike)
		}
		return err
	}
	return c.tellDraft(ctx, st, d, problems)
}

// tellDraft prints a petition that was just filled in, with what it filed and
// who may be the person that it enters.
func (c *console) tellDraft(ctx context.Context, st *station.Station, d *office.Draft, problems []answer.Problem) error {
	told := c.shown(d.Petition, c.problems(d.Form, problems))
	told.Filed, told.Alike = d.Filed, shownMatches(d.Alike)
	return c.print(told, func(w io.Writer) {
		c.showPetition(ctx, w, st, told)
		if len(d.Filed) > 0 {
			c.line(w, "salactl.event.filed", "count", len(d.Filed))
			c.petitionTable(d.Filed).write(w)
		}
		if len(d.Alike) > 0 {
			c.showMatches(w, d.Alike)
		}
	})
}

// decision is a use case that moves a petition on.
type decision func(s *office.Session, ctx context.Context, p petition.Petition, note string) (petition.Petition, error)

func petitionDecide(c *console, verb, short string, decide decision) *cobra.Command {
	var note, seen string
	cmd := &cobra.Command{
		Use:     verb + " ID",
		Short:   short,
		Long:    short + ". The decision is bound to the hash of exactly what is decided on; with --seen\nit is refused when the petition is no longer what was shown.",
		Example: fmt.Sprintf("  salactl petition %s TH-5014-D02-1a2b3c4d --note '...' --officer wichai", verb),
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&note, "note", "", "what is to be corrected, or why")
	cmd.Flags().StringVar(&seen, "seen", "", "content_hash of the petition as it was shown")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if note == "" && (verb == "return" || verb == "reject") {
			return terminal.Misused("usage.note")
		}
		return nil
	}
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		if seen != "" {
			if p.Content, err = hex.DecodeString(seen); err != nil {
				return terminal.Misused("usage.hash", "value", seen)
			}
		}
		if p, err = decide(s, ctx, p, note); err != nil {
			return err
		}
		return c.tellPetition(ctx, st, p, nil)
	})
	return cmd
}
