package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/petition"
)

func petitionPay(c *console) *cobra.Command {
	var t office.Tender
	cmd := &cobra.Command{
		Use:     "pay ID",
		Short:   "Take what is due and print the receipt",
		Example: "  salactl petition pay TH-5014-D02-1a2b3c4d --method cash --tendered 10000 --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&t.Method, "method", "cash", "cash, card or transfer")
	cmd.Flags().Int64Var(&t.Tendered, "tendered", 0, "what was handed over, in minor units (default: exactly what is due)")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		return terminal.OneOf("--method", t.Method, "cash", "card", "transfer")
	}
	cmd.RunE = c.atDevices(func(ctx context.Context, st *station.Station, args []string) error {
		s, err := c.session(ctx, st)
		if err != nil {
			return err
		}
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		paid, err := s.TakeFee(ctx, p.ID, t)
		if err != nil {
			return err
		}
		if paid.PrintErr != nil {
			c.note("salactl.petition.receipt_unprinted", "number", paid.Receipt.Number)
			f := c.explain(paid.PrintErr)
			c.say("%s\n%s", f.Says, f.Hint)
		}
		told := map[string]any{"petition": paid.Petition.ID, "amount": paid.Amount, "change": paid.Change, "receipt": paid.Receipt.Number, "printed": paid.Outcome}
		return c.print(told, func(w io.Writer) {
			c.line(w, "salactl.petition.paid", "amount", paid.Amount.Text(c.language), "receipt", paid.Receipt.Number, "change", paid.Change.Text(c.language))
		})
	})
	return cmd
}

func petitionRefund(c *console) *cobra.Command {
	return c.refund(&cobra.Command{
		Use:     "refund ID --reason WHY",
		Short:   "Give back what was paid",
		Example: "  salactl petition refund TH-5014-D02-1a2b3c4d --reason 'issued by mistake' --officer somjai",
	}, func(ctx context.Context, st *station.Station, p petition.Petition) error {
		return c.tellPetition(ctx, st, p, nil)
	})
}

func petitionDeliver(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "deliver ID",
		Short:   "Note that the paper is in the citizen's hand",
		Example: "  salactl petition deliver TH-5014-D02-1a2b3c4d --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err != nil {
				return err
			}
			if p, err = s.Deliver(ctx, p); err != nil {
				return err
			}
			return c.tellPetition(ctx, st, p, nil)
		}),
	}
}
