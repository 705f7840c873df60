package main

import (
	"context"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/fee"
	"sala/forms/petition"
)

func receiptRefund(c *console) *cobra.Command {
	return c.refund(&cobra.Command{
		Use:     "refund PETITION --reason WHY",
		Short:   "Give back what was paid for a petition, under a receipt number of its own",
		Example: "  salactl receipt refund TH-5014-D02-1a2b3c4d --reason 'the certificate was voided' --officer somjai",
	}, func(_ context.Context, _ *station.Station, p petition.Petition) error {
		back := p.Paid[len(p.Paid)-1]
		told := map[string]any{"petition": p.ID, "receipt": back.Receipt, "amount": back.Amount}
		back.Amount.Minor = -back.Amount.Minor
		return c.print(told, func(w io.Writer) {
			c.line(w, "salactl.receipt.refunded", "amount", back.Amount.Text(c.language), "number", back.Receipt)
		})
	})
}

// refund makes cmd give back what was paid for the petition that it names.
func (c *console) refund(cmd *cobra.Command, tell func(context.Context, *station.Station, petition.Petition) error) *cobra.Command {
	var reason string
	cmd.Args = cobra.ExactArgs(1)
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		if p, err = s.Refund(ctx, p.ID, reason); err != nil {
			return err
		}
		return tell(ctx, st, p)
	})
	return cmd
}

func receiptTakings(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "takings",
		Short:   "What each officer took since the last closing, by way of payment",
		Example: "  salactl receipt takings --officer wichai",
		RunE: c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, _ []string) error {
			all, err := s.Takings(ctx)
			if err != nil {
				return err
			}
			return c.print(list(all), func(w io.Writer) {
				if len(all) == 0 {
					c.line(w, "salactl.receipt.no_takings")
					return
				}
				t := table{head: []string{c.word("salactl.head.officer"), c.word("salactl.head.since"), c.word("salactl.head.receipts"), c.word("salactl.head.cash"), c.word("salactl.head.other")}}
				for _, o := range all {
					since := ""
					if !o.Since.IsZero() {
						since = c.moment(o.Since)
					}
					t.add(o.Officer, since, strconv.Itoa(len(o.Payments)), o.Cash.Text(c.language), c.methods(o))
				}
				t.write(w)
			})
		}),
	}
}

// methods writes what was taken otherwise than in cash.
func (c *console) methods(o office.Cash) string {
	var out []string
	for _, method := range slices.Sorted(maps.Keys(o.Methods)) {
		if method != "cash" {
			out = append(out, c.word("salactl.method."+method)+" "+o.Methods[method].Text(c.language))
		}
	}
	return strings.Join(out, ", ")
}

func receiptClose(c *console) *cobra.Command {
	var counted, note string
	cmd := &cobra.Command{
		Use:   "close --counted AMOUNT",
		Short: "Close the officer's cash: what was counted beside what should be there",
		Long: `close writes down the counted drawer of the officer beside what was taken since the
last closing. A difference needs --note.`,
		Example: "  salactl receipt close --counted 1,240.50 --officer somjai\n  salactl receipt close --counted 1,235 --note 'five baht short in change' --officer somjai",
	}
	cmd.Flags().StringVar(&counted, "counted", "", "the money in the drawer, such as 1,240.50")
	cmd.Flags().StringVar(&note, "note", "", "why it differs")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		before, err := s.CashSoFar(ctx)
		if err != nil {
			return err
		}
		currency := before.Cash.Currency
		if currency == "" {
			currency = map[string]string{"KR": "KRW"}[st.Config.Profile.Country]
		}
		if currency == "" {
			currency = "THB"
		}
		money, ok := fee.Read(counted, currency)
		if !ok {
			return terminal.Misused("usage.amount", "value", counted)
		}
		closing, err := s.CloseDay(ctx, money, note)
		if err != nil {
			return err
		}
		return c.print(closing, func(w io.Writer) {
			c.line(w, "salactl.receipt.closed", "count", closing.Receipts, "expected", closing.Cash.Text(c.language), "counted", closing.Counted.Text(c.language),
				"difference", office.Closing{Closing: closing}.Difference().Text(c.language))
		})
	})
	return cmd
}

func receiptClosings(c *console) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "closings",
		Short:   "List the last closings, with what was counted and the difference",
		Example: "  salactl receipt closings --officer wichai",
	}
	cmd.Flags().IntVar(&limit, "limit", 30, "at most so many, the newest")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, _ []string) error {
		all, err := s.Closings(ctx, limit)
		if err != nil {
			return err
		}
		return c.print(list(all), func(w io.Writer) {
			t := table{head: []string{c.word("salactl.head.at"), c.word("salactl.head.officer"), c.word("salactl.head.receipts"), c.word("salactl.head.cash"),
				c.word("salactl.head.counted"), c.word("salactl.head.difference"), c.word("salactl.head.note")}}
			for _, x := range all {
				t.add(c.moment(x.At), x.Officer, strconv.Itoa(x.Receipts), x.Cash.Text(c.language), x.Counted.Text(c.language), x.Difference().Text(c.language), x.Note)
			}
			t.write(w)
		})
	})
	return cmd
}
