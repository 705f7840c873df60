package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
)

func receipt(c *console) *cobra.Command {
	return group("receipt", "Receipts and cash: list, print again, give back, close the day",
		receiptList(c), receiptPrint(c), receiptRefund(c), receiptTakings(c), receiptClose(c), receiptClosings(c))
}

func receiptList(c *console) *cobra.Command {
	var since string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the fees taken and given back, with a running total",
		Example: "  salactl receipt list --since 2026-11-22",
	}
	cmd.Flags().StringVar(&since, "since", "", "only since this day")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		var from time.Time
		if since != "" {
			var err error
			if from, err = dayOf(st, since); err != nil {
				return err
			}
		}
		var all []office.Payment
		err := st.Store.Read(ctx, func(r office.Reader) (err error) {
			all, err = r.Payments(from)
			return err
		})
		if err != nil {
			return err
		}
		return c.print(list(all), func(w io.Writer) {
			t := table{head: []string{c.word("salactl.head.number"), c.word("salactl.head.at"), c.word("salactl.head.officer"), c.word("salactl.head.fee"),
				c.word("salactl.head.method"), c.word("salactl.head.total"), c.word("salactl.head.prints")}}
			total := map[string]int64{}
			for _, p := range all {
				sum := p.Amount
				total[sum.Currency] += sum.Minor
				sum.Minor = total[sum.Currency]
				t.add(p.Receipt, c.moment(p.At), p.Officer, p.Amount.Text(c.language), c.coded("salactl.method.", p.Method), sum.Text(c.language), strconv.Itoa(p.Prints))
			}
			t.write(w)
		})
	})
	return cmd
}

func receiptPrint(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     "print NUMBER [--reason WHY]",
		Short:   "Print a receipt, the first time or, with a reason, again; it counts",
		Example: "  salactl receipt print TH-5014-R-2569-000001 --reason 'the citizen lost it' --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it is printed once more; it stands in the journal")
	cmd.RunE = c.atDevices(func(ctx context.Context, st *station.Station, args []string) error {
		s, err := c.session(ctx, st)
		if err != nil {
			return err
		}
		r, outcome, err := s.ReprintReceipt(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(map[string]any{"number": r.Number, "outcome": outcome, "total": r.Total}, func(w io.Writer) {
			c.line(w, "salactl.receipt.printed", "number", r.Number, "total", r.Total)
		})
	})
	return cmd
}
