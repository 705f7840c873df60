package main

import (
	"context"
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
	"sala/forms/register"
)

// looking are the flags of a command that opens somebody's record.
type looking struct {
	purpose string
	look    office.Look
}

// flags adds them to a command.
func (l *looking) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.purpose, "purpose", l.purpose, "why the record is opened; the citizen can see it: "+strings.Join(register.Purposes[:], ", ")+", alone or followed by ': ' and your own words; other words are the citizen's own request")
	f.StringVar(&l.look.Consent, "consent", "", "how the citizen consents, where the register's rule asks for it: "+strings.Join(register.Consents[:], ", "))
	f.StringVar(&l.look.Petition, "petition", "", "for --purpose petition: the petition's ID or number")
}

// read returns the look that the flags say.
func (l *looking) read(ctx context.Context, st *station.Station) (office.Look, error) {
	look := office.ReadLook(l.purpose)
	look.Consent = l.look.Consent
	if look.Purpose == "" {
		return look, terminal.Misused("usage.purpose")
	}
	if l.look.Petition != "" {
		p, err := findPetition(ctx, st, l.look.Petition)
		if err != nil {
			return look, err
		}
		look.Petition = p.ID
	}
	return look, nil
}

func registerShow(c *console) *cobra.Command {
	var l looking
	cmd := &cobra.Command{
		Use:   "show REGISTER ID --purpose WHY",
		Short: "Open a record; who looked and why stands in the journal",
		Example: "  salactl register show household TH-5014-H0000001 --purpose 'inspection: flood' --officer somjai\n" +
			"  salactl register show tax TH-5014-T001 --purpose petition --petition TH-5014-D02-1a2b3c4d --consent signature --officer somjai",
	}
	return c.opensRecord(cmd, &l, (*office.Session).LookUp, func(w io.Writer, o office.Opened) {
		rec := o.Record
		c.line(w, "salactl.register.record", "id", rec.Register+"/"+rec.ID, "version", fmt.Sprint(rec.Version), "office", rec.Office)
		c.showAge(w, o)
		showFields(w, rec.Fields)
	})
}

// opensRecord makes cmd open the record that it names, by register and ID, and
// show it.
func (c *console) opensRecord(cmd *cobra.Command, l *looking, open func(*office.Session, context.Context, string, string, office.Look) (office.Opened, error),
	show func(io.Writer, office.Opened)) *cobra.Command {
	cmd.Args = cobra.ExactArgs(2)
	l.flags(cmd)
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		if err := knownRegister(st, args[0]); err != nil {
			return err
		}
		look, err := l.read(ctx, st)
		if err != nil {
			return err
		}
		o, err := open(s, ctx, args[0], args[1], look)
		if err != nil {
			return err
		}
		return c.print(o, func(w io.Writer) { show(w, o) })
	})
	return cmd
}

// showAge says how old the local copy of a record is.
func (c *console) showAge(w io.Writer, o office.Opened) {
	asOf := c.word("salactl.person.never_synced")
	if !o.AsOf.IsZero() {
		asOf = c.moment(o.AsOf)
	}
	lines := [][2]string{{c.word("salactl.head.as_of"), asOf}}
	if o.Outstanding {
		lines = append(lines, [2]string{c.word("salactl.head.outstanding"), c.word("salactl.register.outstanding")})
	}
	facts(w, lines...)
}

func showFields(w io.Writer, f register.Fields) {
	var lines [][2]string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		lines = append(lines, [2]string{name, fmt.Sprint(f[name])})
	}
	facts(w, lines...)
}

func registerHistory(c *console) *cobra.Command {
	var l looking
	cmd := &cobra.Command{
		Use:   "history REGISTER ID --purpose WHY",
		Short: "What a record said before: each version with who changed it, when, from what to what",
		Long: `history shows a record's versions as far as this station knows them: what central
has sent since the station was enrolled, and what the station changed itself. A
correction adds a version; nothing is overwritten.`,
		Example: "  salactl register history resident TH-5014-R0000001 --purpose correction --officer somjai",
	}
	return c.opensRecord(cmd, &l, (*office.Session).History, func(w io.Writer, o office.Opened) {
		c.showAge(w, o)
		before := register.Fields{}
		for _, r := range o.History {
			c.showRevision(w, r, before)
			before = r.Record.Fields
		}
		c.note("salactl.register.versions", "count", len(o.History))
	})
}

// showRevision shows what one version changed of the one before.
func (c *console) showRevision(w io.Writer, r register.Revision, before register.Fields) {
	when := ""
	if r.Recorded > 0 {
		when = c.moment(time.UnixMilli(r.Recorded))
	}
	head := []string{c.word("salactl.register.version", "version", fmt.Sprint(r.Record.Version)), when, r.Officer, r.Reason, r.Petition}
	if !r.Effective.IsZero() {
		head = append(head, c.word("salactl.register.effective", "day", r.Effective.Long(c.language)))
	}
	fmt.Fprintln(w, strings.Join(slices.DeleteFunc(head, func(s string) bool { return s == "" }), "  "))
	set, clear, old := register.Difference(before, r.Record.Fields)
	var lines [][2]string
	for _, name := range slices.Sorted(maps.Keys(set)) {
		was := ""
		if v, had := old[name]; had {
			was = fmt.Sprint(v) + " → "
		}
		lines = append(lines, [2]string{name, was + fmt.Sprint(set[name])})
	}
	for _, name := range clear {
		lines = append(lines, [2]string{name, fmt.Sprint(old[name]) + " → -"})
	}
	facts(w, lines...)
}

// coded returns the words of a code, or what there is when it is none.
func (c *console) coded(prefix, code string) string {
	return c.words.Coded(c.language, prefix, code)
}
