package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sala/app/station"
	"sala/app/store"
)

// diagnosed is a finding with its words.
type diagnosed struct {
	store.Finding
	Says string `json:"says"`
}

func doctor(c *console) *cobra.Command {
	var bundle string
	var thorough bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Examine the station: disk, clock, rights, database, chain, keys; say what to do",
		Long: `doctor examines the station and says of each thing how it is and what to do. Where
the station cannot be opened it examines the folder from outside. --bundle writes
a support bundle for whoever helps from afar: findings, versions, counts and sizes,
and nothing of a citizen's. The exit code is 1 when something must be mended now.`,
		Example: "  salactl doctor\n  salactl doctor --thorough --bundle support.zip --officer somjai",
	}
	cmd.Flags().StringVar(&bundle, "bundle", "", "a new file for the support bundle")
	cmd.Flags().BoolVar(&thorough, "thorough", false, "read every page of the database")
	open := c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		if bundle != "" {
			if err := writeBundle(ctx, st, bundle); err != nil {
				return err
			}
			c.note("salactl.doctor.bundle", "file", bundle)
		}
		return c.tellFindings(st.Examine(ctx, thorough))
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if _, err := station.ReadConfig(station.Folder(c.dir)); err != nil {
			return err
		}
		trouble := open(cmd, args)
		if trouble == nil || errors.Is(trouble, errQuiet) || bundle != "" {
			return trouble
		}
		f := c.explain(trouble)
		c.note("salactl.doctor.outside", "says", f.Says)
		return c.tellFindings(append(store.Examine(station.Folder(c.dir)), store.Finding{Check: "open", Level: store.Bad, Code: f.Error, Err: f.Cause}))
	}
	return cmd
}

func writeBundle(ctx context.Context, st *station.Station, path string) error {
	return makeFile(path, 0o600, func(w io.Writer) error { return st.Store.Support(ctx, w) })
}

func (c *console) tellFindings(all []store.Finding) error {
	out := []diagnosed{}
	bad := false
	for _, f := range all {
		bad = bad || f.Level == store.Bad
		out = append(out, diagnosed{f, c.finding(f)})
	}
	err := c.print(out, func(w io.Writer) {
		t := table{}
		for _, d := range out {
			t.add(c.word("salactl.level."+string(d.Level)), c.coded("doctor.check.", d.Check), d.Says)
		}
		t.write(w)
	})
	if err == nil && bad {
		return errQuiet
	}
	return err
}

// finding puts a finding into words: its own, or those of an error of the same
// code.
func (c *console) finding(f store.Finding) string {
	if key := "doctor." + f.Code; c.words.Has(key) {
		return c.words.Text(c.language, key, f.Args)
	}
	says, hint := c.words.Trouble(c.language, f.Code, f.Args)
	return fmt.Sprintf("%s %s", says, hint)
}
