package main

import (
	"context"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/number"
)

func sheets(c *console) *cobra.Command {
	return group("sheets", "The stock of security paper: receive, spoil, reconcile, what became of every sheet",
		sheetsList(c), sheetsReceive(c), sheetsSpoil(c), sheetsReconcile(c))
}

func sheetsList(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the packets, and how many sheets of each are used, spoiled and left",
		Example: "  salactl certificate sheets list",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			g, err := st.Ledger(ctx)
			if err != nil {
				return err
			}
			packets := []number.Balance{}
			for _, b := range g.Balances() {
				if b.Lease.Kind == number.Sheets {
					packets = append(packets, b)
				}
			}
			return c.print(packets, func(w io.Writer) {
				if len(packets) == 0 {
					c.line(w, "salactl.sheets.none")
					return
				}
				t := table{head: []string{c.word("salactl.head.first"), c.word("salactl.head.last"), c.word("salactl.head.held"), c.word("salactl.head.used"), c.word("salactl.head.spoiled"), c.word("salactl.head.free")}}
				for _, b := range packets {
					n := func(x uint64) string { return strconv.FormatUint(x, 10) }
					t.add(b.Lease.Text(b.Lease.From), b.Lease.Text(b.Lease.To), n(b.Held), n(b.Used), n(b.Spoiled), n(b.Free))
				}
				t.write(w)
				for _, b := range packets {
					for _, gap := range b.Gaps {
						c.line(w, "salactl.sheets.gap", "from", b.Lease.Text(gap.From), "to", b.Lease.Text(gap.To))
					}
				}
			})
		}),
	}
}

func sheetsReceive(c *console) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:   "receive FIRST LAST",
		Short: "Take a packet of security paper into stock, by its first and last serial",
		Long: `receive takes a packet into stock. From then on every certificate takes its sheets
from the stock, in the order of their serials; without sheets none is printed.`,
		Example: "  salactl certificate sheets receive AB000101 AB000600 --note 'box 3' --officer somjai",
		Args:    cobra.ExactArgs(2),
	}
	cmd.Flags().StringVar(&note, "note", "", "where it came from")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		p, err := s.ReceiveSheets(ctx, args[0], args[1], note)
		if err != nil {
			return err
		}
		return c.print(p, func(w io.Writer) { c.line(w, "salactl.sheets.received", "count", int(p.To-p.From+1)) })
	})
	return cmd
}

func sheetsSpoil(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     "spoil SERIAL --reason WHY",
		Short:   "Take a sheet out for good: jammed, torn, smudged",
		Example: "  salactl certificate sheets spoil AB000107 --reason 'jammed in the printer' --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		sheet, err := s.SpoilSheet(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(sheet, func(w io.Writer) { c.line(w, "salactl.sheets.spoiled", "count", 1) })
	})
	return cmd
}

func sheetsReconcile(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     "reconcile NEXT --reason WHY",
		Short:   "Bring the books to the sheet that lies on top: free ones before it are spoiled",
		Example: "  salactl certificate sheets reconcile AB000120 --reason 'a jam took several sheets' --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		missing, err := s.Reconcile(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(list(missing), func(w io.Writer) { c.line(w, "salactl.sheets.spoiled", "count", len(missing)) })
	})
	return cmd
}
