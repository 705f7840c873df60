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
	"sala/forms/certificate"
)

func certificates(c *console) *cobra.Command {
	return group("certificate", "Certificates: issue, print, reprint, void, and specimens of all",
		certificateList(c), certificateShow(c), certificateSample(c), certificatePrint(c), certificateConfirm(c), certificateReprint(c), certificateVoid(c), sheets(c))
}

// issued is a certificate in a list.
type issued struct {
	Number   string             `json:"number"`
	Petition string             `json:"petition"`
	Template string             `json:"template"`
	Title    string             `json:"title"`
	For      string             `json:"for"`
	Status   certificate.Status `json:"status"`
	Prints   int                `json:"prints"`
}

func certificateList(c *console) *cobra.Command {
	var status string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the certificates that this station made out",
		Example: "  salactl certificate list --status provisional",
	}
	cmd.Flags().StringVar(&status, "status", "", "only prepared, provisional, final, objected or void ones")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		out := []issued{}
		err := st.Store.Read(ctx, func(r office.Reader) error {
			all, err := r.Petitions(office.PetitionFilter{})
			if err != nil {
				return err
			}
			for _, p := range all {
				if len(p.Certificates) == 0 {
					continue
				}
				made, err := r.Certificates(p.ID)
				if err != nil {
					return err
				}
				for _, m := range made {
					if status == "" || string(m.Status) == status {
						out = append(out, issued{m.Number, m.Petition, m.Document.Template, m.Document.Title, m.Document.Subject.Name, m.Status, m.Prints})
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return c.print(out, func(w io.Writer) {
			t := table{head: []string{c.word("salactl.head.number"), c.word("salactl.head.name"), c.word("salactl.head.resident"), c.word("salactl.head.state"), c.word("salactl.head.prints")}}
			for _, x := range out {
				t.add(x.Number, x.Title, x.For, c.word("certificate.status."+string(x.Status)), strconv.Itoa(x.Prints))
			}
			t.write(w)
		})
	})
	return cmd
}

func certificateShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show NUMBER",
		Short:   "Show what stands on a certificate, its status and its seal",
		Example: "  salactl certificate show TH-5014-2569-000001 --json",
		Args:    cobra.ExactArgs(1),
		RunE: c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
			var one office.Certificate
			err := st.Store.Read(ctx, func(r office.Reader) (err error) {
				one, err = r.Certificate(args[0])
				return err
			})
			if err != nil {
				return err
			}
			return c.print(one, func(w io.Writer) { c.showCertificate(w, one) })
		}),
	}
}

func (c *console) showCertificate(w io.Writer, one office.Certificate) {
	d := one.Document
	fmt.Fprintln(w, strings.TrimSpace(d.Title+"  "+d.Subtitle))
	facts(w,
		[2]string{c.word("salactl.head.number"), one.Number},
		[2]string{c.word("salactl.head.state"), c.word("certificate.status." + string(one.Status))},
		[2]string{c.word("salactl.head.petition"), one.Petition},
		[2]string{c.word("salactl.head.resident"), d.Subject.Name},
		[2]string{c.word("salactl.head.prints"), strconv.Itoa(one.Prints)},
	)
	for _, b := range d.Blocks {
		t := table{}
		for _, r := range b.Rows {
			t.add("  "+r.Label, r.Value)
		}
		if b.Table != nil {
			for _, row := range b.Table.Rows {
				t.add(append([]string{"  " + row[0]}, row[1:]...)...)
			}
		}
		t.write(w)
	}
	fmt.Fprintf(w, "%s\n%s\n", d.Certifies, one.Seal)
}

func certificateSample(c *console) *cobra.Command {
	var all bool
	var out string
	cmd := &cobra.Command{
		Use:   "sample TEMPLATE --out DIR | --all --out DIR",
		Short: "Write specimens of the certificates, with invented people",
		Long: `sample writes specimens of the certificates of both packs as PDF, sealed and signed
under a root of this one run. The root is left beside them, so that "salactl
verify FILE --dir DIR" and other programs (root.pem) can check them.`,
		Example: "  salactl certificate sample --all --out specimens\n  salactl certificate sample th.birth --out specimens",
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) == 1) == all || out == "" {
				return terminal.Misused("usage.sample")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "every template of both packs")
	cmd.Flags().StringVar(&out, "out", "", "the folder to write into")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		template := ""
		if !all {
			template = args[0]
		}
		made, err := station.WriteSamples(cmd.Context(), out, template, station.ClockOf("")(), func(done, total int) {
			c.note("salactl.progress", "what", "PDF", "done", done, "total", total)
		})
		if err != nil {
			return err
		}
		if len(made) == 0 {
			return &office.Error{Op: "sample", Code: "no_template", Args: map[string]any{"template": template, "form": ""}}
		}
		return c.print(made, func(w io.Writer) {
			t := table{}
			for _, s := range made {
				t.add(s.File, s.Title, fmt.Sprintf("%d KB", (s.Bytes+1023)/1024))
			}
			t.write(w)
			c.line(w, "salactl.sample.verify", "command", "salactl verify "+made[0].File+" --dir "+out)
		})
	}
	return cmd
}

func certificatePrint(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "print NUMBER|PETITION",
		Short: "Issue an approved, paid petition's certificate, or print a prepared one",
		Long: `print makes out the certificate of an approved and paid petition, takes a number for
it and prints it; it is issued when the printer says done. One that has a number
but never reached paper is printed under that number.`,
		Example: "  salactl certificate print TH-5014-D02-1a2b3c4d --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			step := func(s office.Step) { c.note("salactl.print.step", "step", c.coded("salactl.step.", string(s))) }
			one, err := certificateOf(ctx, st, args[0])
			var done office.Issued
			switch {
			case err == nil && one.Prints > 0:
				return &office.Error{Op: "print", Code: "printed_already", Args: map[string]any{"number": args[0]}}
			case err == nil:
				done, err = s.Print(ctx, one.Number, step)
			case errors.Is(err, office.ErrNotFound):
				p, findErr := findPetition(ctx, st, args[0])
				if findErr != nil {
					return findErr
				}
				done, err = s.Issue(ctx, p.ID, step)
			}
			if err != nil {
				return err
			}
			return c.tellIssued(done)
		}),
	}
}

func certificateOf(ctx context.Context, st *station.Station, number string) (one office.Certificate, err error) {
	err = st.Store.Read(ctx, func(r office.Reader) error {
		one, err = r.Certificate(number)
		return err
	})
	return one, err
}

func (c *console) tellIssued(done office.Issued) error {
	one := done.Certificate
	told := map[string]any{"number": one.Number, "petition": done.Petition.ID, "status": one.Status, "outcome": done.Outcome, "prints": one.Prints}
	return c.print(told, func(w io.Writer) {
		c.line(w, "salactl.print.done", "number", one.Number, "status", c.word("certificate.status."+string(one.Status)), "prints", one.Prints)
	})
}

func certificateConfirm(c *console) *cobra.Command {
	var out, nothing bool
	cmd := &cobra.Command{
		Use:     "confirm NUMBER --came-out|--nothing",
		Short:   "Say what came out of the printer when it did not tell",
		Example: "  salactl certificate confirm TH-5014-2569-000001 --came-out --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&out, "came-out", false, "the sheet is in hand")
	cmd.Flags().BoolVar(&nothing, "nothing", false, "nothing came out")
	cmd.MarkFlagsOneRequired("came-out", "nothing")
	cmd.MarkFlagsMutuallyExclusive("came-out", "nothing")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		done, err := s.ConfirmPrint(ctx, args[0], out)
		if err != nil {
			return err
		}
		return c.tellIssued(done)
	})
	return cmd
}

func certificateReprint(c *console) *cobra.Command {
	return certificateCorrection(c, "reprint", "Print an issued certificate again, under its number; it counts", (*office.Session).Reprint)
}

func certificateVoid(c *console) *cobra.Command {
	return certificateCorrection(c, "void", "Withdraw a certificate for good; its number is never used again", (*office.Session).Void)
}

// correction is a use case that corrects an issued certificate.
type correction func(s *office.Session, ctx context.Context, number, reason string) (office.Issued, error)

func certificateCorrection(c *console, verb, short string, correct correction) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     verb + " NUMBER --reason WHY",
		Short:   short,
		Example: fmt.Sprintf("  salactl certificate %s TH-5014-2569-000001 --reason 'the sheet was torn' --officer somjai", verb),
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		done, err := correct(s, ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.tellIssued(done)
	})
	return cmd
}
