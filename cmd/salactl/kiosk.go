package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
)

func kioskGroup(c *console) *cobra.Command {
	return group("kiosk", "A kiosk: its one-time codes and PIN, its service, the money that its machine owes", kioskSecret(c), kioskPIN(c), kioskStop(c), kioskStart(c), kioskRepay(c), kioskCard(c))
}

func kioskSecret(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "secret",
		Short:   "Make the secret of the one-time codes that unlock the kiosk, and show it once",
		Long:    "The address that is shown goes into an authenticator on a telephone (HOTP, RFC 4226). Each code unlocks the kiosk once, with no\nnetwork. A secret that was made before is worth nothing from then on.",
		Example: "  salactl kiosk secret --officer somjai",
		Args:    cobra.NoArgs,
		RunE: c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, _ []string) error {
			address, err := s.NewUnlockSecret(ctx)
			if err != nil {
				return err
			}
			return c.print(map[string]string{"address": address}, func(w io.Writer) { fmt.Fprintln(w, address) })
		}),
	}
}

func kioskPIN(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "pin",
		Short:   "Make the PIN with which you, an administrator, unlock the kiosk, and show it once",
		Long:    "At the kiosk (five taps on the office's name, or F12) it is typed with your name, with no network. It is good until you make\nanother, or are no administrator any more. After five wrong ones the kiosk takes none for five minutes.",
		Example: "  salactl kiosk pin --officer somjai",
		Args:    cobra.NoArgs,
		RunE: c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, _ []string) error {
			pin, err := s.NewKioskPIN(ctx)
			if err != nil {
				return err
			}
			return c.print(map[string]string{"officer": s.Officer.ID, "pin": pin}, func(w io.Writer) { c.line(w, "salactl.kiosk.pin", "officer", s.Officer.ID, "pin", pin) })
		}),
	}
}

func kioskStop(c *console) *cobra.Command {
	return kioskService(c, "stop", "Take the kiosk out of service: its screen says where to go", true)
}

func kioskStart(c *console) *cobra.Command {
	return kioskService(c, "start", "Put the kiosk back in service", false)
}

func kioskService(c *console, use, short string, stopped bool) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: "  salactl kiosk " + use + " --officer somjai", Args: cobra.NoArgs,
		RunE: c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, _ []string) error {
			if err := s.StopKiosk(ctx, stopped); err != nil {
				return err
			}
			return c.print(map[string]bool{"stopped": stopped}, func(w io.Writer) {
				c.line(w, map[bool]string{true: "salactl.kiosk.stopped", false: "salactl.kiosk.started"}[stopped])
			})
		}),
	}
}

func kioskRepay(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "repay PETITION",
		Short:   "Note that a citizen was given what the kiosk's machine owed",
		Example: "  salactl kiosk repay TH-5014-K01-1a2b3c4d --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err != nil {
				return err
			}
			back, err := s.Repay(ctx, p.ID)
			if err != nil {
				return err
			}
			return c.print(map[string]any{"petition": p.Number, "amount": back}, func(w io.Writer) {
				c.line(w, "salactl.kiosk.repaid", "amount", back.Text(c.language), "number", p.Number)
			})
		}),
	}
}

func kioskCard(c *console) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:     "card PETITION charged|not-charged",
		Short:   "Say what became of a payment by card that the kiosk's terminal never told of",
		Long:    "The terminal fell silent in the middle of a payment, and the kiosk could not learn from it since whether the card was charged.\nSee in the terminal's own list, or ask the bank. A charge pays the fee; when that was paid otherwise, it is owed to the citizen.",
		Example: "  salactl kiosk card TH-5014-K01-1a2b3c4d charged --note \"bank's list of 22 Nov\" --officer somjai",
		Args:    cobra.MatchAll(cobra.ExactArgs(2), func(_ *cobra.Command, args []string) error { return oneOf(args[1], "charged", "not-charged") }),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err == nil {
				p, err = s.SettleCard(ctx, p.ID, args[1] == "charged", note)
			}
			if err != nil {
				return err
			}
			return c.print(map[string]any{"petition": p.Number, "due": p.Due(), "owed": p.Machine.Owed}, func(w io.Writer) {
				c.line(w, "salactl.kiosk.settled", "number", p.Number, "due", p.Due().Text(c.language))
			})
		}),
	}
	cmd.Flags().StringVar(&note, "note", "", "where that is known from")
	return cmd
}

// oneOf is the error that a word is none of those that are allowed.
func oneOf(word string, allowed ...string) error {
	if slices.Contains(allowed, word) {
		return nil
	}
	return fmt.Errorf("%q is none of %s", word, strings.Join(allowed, ", "))
}
