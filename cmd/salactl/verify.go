package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/calendar"
)

func verify(c *console) *cobra.Command {
	var text, revocations string
	cmd := &cobra.Command{
		Use:   "verify [FILE]",
		Short: "Check a certificate's file, a picture of it, or the text of its seal, with no network",
		Long: `verify checks a PDF, a picture (PNG or JPEG: a scan of the page or a photo of the
code), or with --seal the text of the code, against what the station in --dir
trusts. It needs no password and no network. What was withdrawn stands in central's
signed list, which sync and courier bring; --revocations takes one from a file.`,
		Example: "  salactl verify certificate.pdf\n  salactl verify photo.jpg --language th\n  salactl verify --seal 'SALA1:...' --json",
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) == 1) == (text != "") {
				return terminal.Misused("usage.verify")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if revocations != "" {
				signed, err := os.ReadFile(revocations)
				if err != nil {
					return noFile(revocations, err)
				}
				if err := station.TakeRevocations(c.dir, signed); err != nil {
					return err
				}
			}
			v, done, err := c.verifier(cmd)
			if err != nil {
				return err
			}
			defer done()
			var verdict office.Verdict
			if text != "" {
				verdict, err = v.Seal(cmd.Context(), text)
			} else {
				verdict, err = verifyFile(cmd.Context(), v, args[0])
			}
			if err != nil {
				return err
			}
			return c.tellVerdict(verdict)
		},
	}
	cmd.Flags().StringVar(&revocations, "revocations", "", "a newer signed list of what was withdrawn, from a stick")
	cmd.Flags().StringVar(&text, "seal", "", "the text in the QR, in place of a file")
	return cmd
}

// verifyFile checks a PDF, or the code on a picture.
func verifyFile(ctx context.Context, v *station.Verifier, path string) (office.Verdict, error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return office.Verdict{}, noFile(path, err)
	}
	return v.File(ctx, file)
}

// verifier opens what is needed to check paper. The station's own store is
// asked too where it opens without a password; it need not.
func (c *console) verifier(cmd *cobra.Command) (*station.Verifier, func(), error) {
	config, err := station.ReadConfig(station.Folder(c.dir))
	if _, trusts := station.ReadTrust(c.dir); err != nil && trusts != nil {
		return nil, nil, err // neither a station nor a folder of specimens
	}
	var known office.Store
	done := func() {}
	if st, err := station.Open(cmd.Context(), station.Options{Dir: c.dir, Quiet: true}); err == nil {
		known, done = st.Store, func() { st.Close() }
	}
	v, err := station.NewVerifier(c.dir, station.ClockOf(config.Profile.Country), known)
	if err != nil {
		done()
	}
	return v, done, err
}

// tellVerdict prints a verdict; a paper that does not stand is a failure.
func (c *console) tellVerdict(v office.Verdict) error {
	err := c.print(v, func(w io.Writer) {
		if v.Stands {
			fmt.Fprintln(w, c.word("verify.stands"))
		} else {
			fmt.Fprintln(w, c.word("office.error."+sealCode(v.Code)))
			fmt.Fprintln(w, c.word("office.hint."+sealCode(v.Code)))
		}
		if s := v.Sealed; s != nil {
			for _, line := range [][2]string{
				{"verify.number", s.Number}, {"verify.name", s.Name}, {"verify.issuer", s.Issuer + " · " + s.Station},
				{"verify.issued", c.moment(s.Issued)}, {"verify.status", c.word("certificate.status." + string(v.Status))},
			} {
				fmt.Fprintf(w, "  %s: %s\n", c.word(line[0]), line[1])
			}
			if order := v.Order(); order != "" {
				fmt.Fprintf(w, "  %s: %s\n", c.word("verify.order"), order)
			}
			if s.Mode == "specimen" {
				c.line(w, "salactl.verify.specimen")
			}
		}
		if r := v.Revoked; r != nil && !r.Since.IsZero() {
			c.line(w, "salactl.verify.revoked", "since", c.moment(r.Since))
		}
		switch l := v.List; {
		case l.Missing():
			c.line(w, "salactl.verify.no_list")
		case l.Old:
			c.line(w, "salactl.verify.old_list", "date", c.moment(l.AsOf), "days", l.Days)
		default:
			c.line(w, "salactl.verify.list", "date", c.moment(l.AsOf), "days", l.Days)
		}
	})
	if err == nil && !v.Stands {
		return errQuiet
	}
	return err
}

// sealCode is the catalogue's name of a seal's trouble.
func sealCode(code string) string {
	switch code {
	case "not_a_seal", "pdf_damaged":
		return code
	}
	return "seal_" + code
}

// moment writes a time as people do, in the computer's own zone.
func (c *console) moment(t time.Time) string {
	t = t.Local()
	return calendar.Of(t).Long(c.language) + t.Format(" 15:04 MST")
}
