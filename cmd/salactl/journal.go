package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/cmd/internal/terminal"
	"sala/forms/act"
	entries "sala/sync/journal"
)

func journal(c *console) *cobra.Command {
	return group("journal", "The station's journal: verify, show, export, rebuild the tables from it",
		journalVerify(c), journalShow(c), journalExport(c), journalRebuild(c))
}

func journalVerify(c *console) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check every entry's place in the chain and its signature",
		Long: `verify checks the journal of the station in --dir, or with --file one that "journal
export" wrote, which needs neither the station nor a password.`,
		Example: "  salactl journal verify --dir /srv/sala\n  salactl journal verify --file journal.jsonl",
	}
	cmd.Flags().StringVar(&file, "file", "", "an exported journal, in place of a station")
	at := c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		report, err := st.Store.VerifyJournal(ctx)
		if err != nil {
			return err
		}
		return c.tellJournal(report)
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if file == "" {
			return at(cmd, args)
		}
		report, err := verifyExport(file)
		if err != nil {
			return err
		}
		return c.tellJournal(report)
	}
	return cmd
}

// tellJournal prints what a verification found; a journal that is not whole is
// a failure.
func (c *console) tellJournal(report store.Report) error {
	args := map[string]any{"station": report.Station, "count": report.Entries, "at": report.At, "trouble": report.Trouble}
	err := c.print(report, func(w io.Writer) {
		if report.Trouble != "" {
			fmt.Fprintln(w, c.words.Text(c.language, "journal.broken", args))
			return
		}
		fmt.Fprintln(w, c.words.Text(c.language, "journal.whole", args))
		fmt.Fprintf(w, "%s: %s\n", c.word("journal.head"), report.Head.Hash)
	})
	if err == nil && report.Trouble != "" {
		return errQuiet
	}
	return err
}

// shownEntry is an entry as it is printed. What it carries is shown to those
// only who may inspect the journal: it may be about a person.
type shownEntry struct {
	Seq         uint64       `json:"seq"`
	At          time.Time    `json:"at"`
	Officer     string       `json:"officer"`
	Kind        string       `json:"kind"`
	Subject     string       `json:"subject"`
	Base        uint64       `json:"base"`
	Hash        entries.Hash `json:"hash"`
	Prev        entries.Hash `json:"prev"`
	PayloadHash entries.Hash `json:"payload_hash"`
	Purged      bool         `json:"purged,omitempty"`
	Payload     any          `json:"payload,omitempty"`
}

func shownOf(e *entries.Entry) shownEntry {
	return shownEntry{Seq: e.Seq, At: e.Time.Wall(), Officer: e.Officer, Kind: e.Kind, Subject: e.Subject, Base: e.Base,
		Hash: e.Hash(), Prev: e.Prev, PayloadHash: e.PayloadHash, Purged: e.Payload == nil}
}

func journalShow(c *console) *cobra.Command {
	var after uint64
	var limit int
	var kind, subject, by string
	var payload bool
	cmd := &cobra.Command{
		Use:   "show [SEQ]",
		Short: "Show entries: who did what, when, to what",
		Long: `show lists entries without what they carry. --payload shows that too, and needs an
officer who may inspect the journal (head, auditor or administrator).`,
		Example: "  salactl journal show --limit 20\n  salactl journal show --kind record.viewed --by somjai\n  salactl journal show 17 --payload --officer wichai",
		Args:    cobra.MaximumNArgs(1),
	}
	cmd.Flags().Uint64Var(&after, "after", 0, "only entries after this one")
	cmd.Flags().IntVar(&limit, "limit", 0, "only the last so many that fit")
	cmd.Flags().StringVar(&kind, "kind", "", "only of this kind, such as petition.submitted")
	cmd.Flags().StringVar(&subject, "subject", "", "only about this, such as resident/ID")
	cmd.Flags().StringVar(&by, "by", "", "only by this officer")
	cmd.Flags().BoolVar(&payload, "payload", false, "show what they carry")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		through := uint64(0)
		if len(args) == 1 {
			n, err := strconv.ParseUint(args[0], 10, 64)
			if err != nil || n == 0 {
				return terminal.Misused("usage.entry", "value", args[0])
			}
			after, through = n-1, n
		}
		head, err := st.Store.Head(ctx)
		if err != nil {
			return err
		}
		if after > head.Seq || through > head.Seq {
			return &office.Error{Op: "show the journal", Code: "not_found"}
		}
		if payload {
			s, err := c.session(ctx, st)
			if err != nil {
				return err
			}
			if !s.May(office.Inspect) {
				return notAllowed("show the journal", office.Inspect)
			}
		}
		out := []shownEntry{}
		for e, err := range st.Store.Entries(ctx, after) {
			if err != nil {
				return err
			}
			if through != 0 && e.Seq > through {
				break
			}
			if cmp.Or(kind, e.Kind) != e.Kind || cmp.Or(subject, e.Subject) != e.Subject || cmp.Or(by, e.Officer) != e.Officer {
				continue
			}
			shown := shownOf(&e)
			if payload && e.Payload != nil {
				if shown.Payload, err = act.Payload(e.Kind, e.Payload); err != nil {
					return err
				}
			}
			if out = append(out, shown); limit > 0 && len(out) > limit {
				out = out[1:]
			}
		}
		return c.print(out, func(w io.Writer) {
			t := table{}
			for _, e := range out {
				t.add(strconv.FormatUint(e.Seq, 10), c.moment(e.At), e.Officer, e.Kind, e.Subject)
				if e.Payload != nil {
					t.add("", fmt.Sprintf("%+v", e.Payload))
				}
			}
			t.write(w)
		})
	})
	return cmd
}

func notAllowed(op string, a office.Action) error {
	return &office.Error{Op: op, Code: "not_allowed", Args: map[string]any{"action": string(a)}}
}

// rebuilt is what journal rebuild tells.
type rebuilt struct {
	Equal   bool     `json:"equal"`
	Tables  int      `json:"tables"`
	Differs []string `json:"differs"`
}

func journalRebuild(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "rebuild",
		Short: "Make every table anew from the journal and compare",
		Long: `rebuild makes the tables and the search index anew from the journal and from what
central sent. They are equal unless something else had changed them; what
differed is told, and is right afterwards.`,
		Example: "  salactl journal rebuild --officer minji",
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
			if !s.May(office.Administer) {
				return notAllowed("rebuild the tables", office.Administer)
			}
			before, err := st.Store.Digest(ctx)
			if err != nil {
				return err
			}
			if err := st.Store.Rebuild(ctx, c.tenths("salactl.doing.rebuild")); err != nil {
				return err
			}
			after, err := st.Store.Digest(ctx)
			if err != nil {
				return err
			}
			told := rebuilt{Equal: true, Tables: len(after), Differs: []string{}}
			for _, name := range slices.Sorted(maps.Keys(after)) {
				if before[name] != after[name] {
					told.Equal, told.Differs = false, append(told.Differs, name)
				}
			}
			err = c.print(told, func(w io.Writer) {
				if told.Equal {
					c.line(w, "salactl.journal.equal", "count", told.Tables)
					return
				}
				c.line(w, "salactl.journal.differed", "tables", fmt.Sprint(told.Differs))
			})
			if err == nil && !told.Equal {
				return errQuiet
			}
			return err
		}),
	}
}
