package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
)

func backupPlan(c *console) *cobra.Command {
	var plan office.CopyPlan
	var off bool
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Where the station keeps its second copy, how often it makes one, how many stay",
		Long: `plan tells where the second copy is kept, or with --to sets it: another disk, a stick,
a folder of the network. While the desk or the kiosk is open it makes a copy when one
is due, and opens it to see that it is whole. Setting it needs an administrator.`,
		Example: "  salactl backup plan --to /media/stick/sala --every 4 --keep 14 --officer somjai\n  salactl backup plan",
	}
	cmd.Flags().StringVar(&plan.Folder, "to", "", "the folder for the copies, which must be there")
	cmd.Flags().IntVar(&plan.Hours, "every", 0, "hours between two copies (default 4)")
	cmd.Flags().IntVar(&plan.Keep, "keep", 0, "how many copies stay (default 14)")
	cmd.Flags().BoolVar(&off, "off", false, "make no more copies")
	show := c.atStation(func(_ context.Context, st *station.Station, _ []string) error { return c.tellPlan(st.CopyPlan()) })
	set := c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		if err := s.PlanCopies(ctx, st, plan); err != nil {
			return err
		}
		return c.tellPlan(st.CopyPlan())
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if plan.Folder == "" && !off {
			return show(cmd, args)
		}
		return set(cmd, args)
	}
	return cmd
}

func (c *console) tellPlan(p office.CopyPlan) error {
	return c.print(p, func(w io.Writer) {
		if p.Folder == "" {
			c.line(w, "salactl.backup.no_plan")
			return
		}
		c.line(w, "salactl.backup.plan", "dir", p.Folder, "hours", p.Hours, "keep", p.Keep)
	})
}

func backupGoOn(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "go-on",
		Short: "Work on with an old copy, when nobody can give back what it does not have",
		Long: `A station that was put back from a copy can be read at once, and writes again when
central or a courier has given back what the copy does not have. go-on is the decision
not to wait. It stands in the journal, and central will set the station aside if it has
those entries after all. It needs an administrator.`,
		Example: "  salactl backup go-on --officer somjai",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			if c.who.officer == "" {
				return &office.Error{Op: "go on", Code: "officer_needed"}
			}
			if err := st.Office.GoOn(ctx, st, c.who.officer); err != nil {
				return err
			}
			return c.print(map[string]bool{"writes": true}, func(w io.Writer) { c.line(w, "salactl.backup.goes_on") })
		}),
	}
}

func backupRotate(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "rotate-key",
		Short: "Write the whole station anew under a new key, while it is in use",
		Long: `rotate-key makes a new key and writes every page anew under it: what somebody who has
left may have copied opens nothing any more. The passwords stay as they are. A rotation
that was cut off goes on where it was when this is called again, and by itself while
nobody is served. Older backups keep the old key, and their passwords. It needs an
administrator.`,
		Example: "  salactl backup rotate-key --officer somjai",
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
			if err := s.RotateKey(ctx, st, c.tenths("salactl.doing.key")); err != nil {
				return err
			}
			return c.print(map[string]bool{"rotated": true}, func(w io.Writer) { c.line(w, "salactl.backup.rotated") })
		}),
	}
}
