package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sala/app/station"
)

func journal(c *console) *cobra.Command {
	return group("journal", "Verify, show and export the station's journal", journalVerify(c))
}

func journalVerify(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check every entry's place in the chain and its signature",
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := station.Open(cmd.Context(), station.Options{Dir: c.dir})
			if err != nil {
				return err
			}
			defer st.Close()
			report, err := st.Store.VerifyJournal(cmd.Context())
			if err != nil {
				return err
			}
			args := map[string]any{"station": report.Station, "count": report.Entries, "at": report.At, "trouble": report.Trouble}
			err = c.print(report, func(w io.Writer) {
				if report.Trouble != "" {
					fmt.Fprintln(w, c.words.Text(c.language, "journal.broken", args))
					return
				}
				fmt.Fprintln(w, c.words.Text(c.language, "journal.whole", args))
				fmt.Fprintf(w, "%s: %s\n", c.words.Text(c.language, "journal.head", nil), report.Head.Hash)
			})
			if err == nil && report.Trouble != "" {
				return errQuiet
			}
			return err
		},
	}
}
