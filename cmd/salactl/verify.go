package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/calendar"
)

func verify(c *console) *cobra.Command {
	var text string
	cmd := &cobra.Command{
		Use:   "verify [FILE.pdf]",
		Short: "Check a certificate's file, or the text of its seal, with no network",
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) == 1) == (text != "") {
				return errors.New("give either a file or --seal")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			v, done, err := c.verifier(cmd)
			if err != nil {
				return err
			}
			defer done()
			var verdict station.Verdict
			if text != "" {
				verdict, err = v.Seal(cmd.Context(), text)
			} else {
				var file []byte
				if file, err = os.ReadFile(args[0]); err != nil {
					return &office.Error{Op: "verify", Code: "no_file", Args: map[string]any{"file": args[0]}, Err: err}
				}
				verdict, err = v.PDF(cmd.Context(), file)
			}
			if err != nil {
				return err
			}
			return c.tellVerdict(verdict)
		},
	}
	cmd.Flags().StringVar(&text, "seal", "", "the text in the QR, in place of a file")
	return cmd
}

// verifier opens what is needed to check paper. The station's own store is
// asked too where it opens without a password; it need not.
func (c *console) verifier(cmd *cobra.Command) (*station.Verifier, func(), error) {
	config, err := station.ReadConfig(station.Folder(c.dir))
	if err != nil {
		return nil, nil, err
	}
	var known office.Store
	done := func() {}
	if st, err := station.Open(cmd.Context(), station.Options{Dir: c.dir}); err == nil {
		known, done = st.Store, func() { st.Close() }
	}
	v, err := station.NewVerifier(c.dir, station.ClockOf(config.Profile.Country), known)
	if err != nil {
		done()
	}
	return v, done, err
}

// tellVerdict prints a verdict; a paper that does not stand is a failure.
func (c *console) tellVerdict(v station.Verdict) error {
	err := c.print(v, func(w io.Writer) {
		if v.Stands {
			fmt.Fprintln(w, c.words.Text(c.language, "verify.stands", nil))
		} else {
			fmt.Fprintln(w, c.words.Text(c.language, "office.error."+sealCode(v.Code), nil))
			fmt.Fprintln(w, c.words.Text(c.language, "office.hint."+sealCode(v.Code), nil))
		}
		if s := v.Sealed; s != nil {
			for _, line := range [][2]string{
				{"verify.number", s.Number}, {"verify.name", s.Name}, {"verify.issuer", s.Issuer + " · " + s.Station},
				{"verify.issued", c.moment(s.Issued)}, {"verify.status", c.words.Text(c.language, "certificate.status."+string(v.Status), nil)},
			} {
				fmt.Fprintf(w, "  %s: %s\n", c.words.Text(c.language, line[0], nil), line[1])
			}
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
