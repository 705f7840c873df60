package main

import (
	"context"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/number"
)

func lease(c *console) *cobra.Command {
	return group("lease", "Legal numbers: the blocks leased from central, and what became of every number", leaseList(c), leaseBalance(c), leaseSpoil(c), leaseReturn(c))
}

// leased is a block of numbers as it is printed.
type leased struct {
	ID      string     `json:"id"`
	Kind    string     `json:"kind"`
	Year    int        `json:"year"`
	First   string     `json:"first"` // in its legal form
	Last    string     `json:"last"`
	Size    uint64     `json:"size"`
	Free    uint64     `json:"free"`
	Expires *time.Time `json:"expires"`
	Valid   bool       `json:"valid"`
}

func leaseList(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the blocks of numbers that central leased to the station",
		Example: "  salactl lease list",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			g, err := st.Ledger(ctx)
			if err != nil {
				return err
			}
			out := []leased{}
			for _, b := range g.Balances() {
				l := leased{ID: b.Lease.ID, Kind: b.Lease.Kind, Year: b.Lease.Year, First: b.Lease.Text(b.Lease.From), Last: b.Lease.Text(b.Lease.To),
					Size: b.Size, Free: b.Free, Valid: b.Lease.ValidAt(st.Office.Now())}
				if b.Lease.Expires != 0 {
					l.Expires = moment(time.Unix(b.Lease.Expires, 0))
				}
				out = append(out, l)
			}
			return c.print(out, func(w io.Writer) {
				if len(out) == 0 {
					c.line(w, "salactl.lease.none")
				}
				t := table{}
				for _, l := range out {
					expires := ""
					if l.Expires != nil {
						expires = c.moment(*l.Expires)
					}
					t.add(l.ID, l.First, l.Last, strconv.FormatUint(l.Free, 10)+"/"+strconv.FormatUint(l.Size, 10), expires)
				}
				t.write(w)
			})
		}),
	}
}

// balanced is the ledger as it is printed.
type balanced struct {
	Balanced bool                     `json:"balanced"` // every block adds up and has no gap
	Leases   []number.Balance         `json:"leases"`
	Supply   map[string]number.Supply `json:"supply"` // by kind
}

func leaseBalance(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "balance",
		Short: "The ledger: every number and sheet used, spoiled, returned or free, and the gaps",
		Long: `balance adds up what became of every number of every block, and of every sheet of
security paper. A gap is a free number below one that was taken: somebody must say
why. The exit code is 1 when there is one.`,
		Example: "  salactl lease balance --json",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			g, err := st.Ledger(ctx)
			if err != nil {
				return err
			}
			told := balanced{Balanced: true, Leases: list(g.Balances())}
			if told.Supply, err = st.Office.Supplies(ctx); err != nil {
				return err
			}
			for _, b := range told.Leases {
				told.Balanced = told.Balanced && b.Sound()
			}
			err = c.print(told, func(w io.Writer) { c.showBalance(w, told) })
			if err == nil && !told.Balanced {
				return errQuiet
			}
			return err
		}),
	}
}

func (c *console) showBalance(w io.Writer, told balanced) {
	t := table{head: []string{c.word("salactl.head.block"), c.word("salactl.head.held"), c.word("salactl.head.used"), c.word("salactl.head.spoiled"), c.word("salactl.head.returned"),
		c.word("salactl.head.free"), c.word("salactl.head.size")}}
	for _, b := range told.Leases {
		n := func(x uint64) string { return strconv.FormatUint(x, 10) }
		t.add(b.Lease.Kind+" "+b.Lease.Text(b.Lease.From), n(b.Held), n(b.Used), n(b.Spoiled), n(b.Returned), n(b.Free), n(b.Size))
	}
	t.write(w)
	for _, b := range told.Leases {
		switch of := b.Lease; {
		case b.Handed > 0 && of.Handed != nil:
			c.line(w, "salactl.lease.handed", "from", of.Text(of.From), "to", of.Text(of.To), "station", of.Handed.Station)
		case of.Spare() && b.Free > 0:
			c.line(w, "salactl.lease.spare", "from", of.Text(of.From), "to", of.Text(of.To))
		}
		for _, gap := range b.Gaps {
			c.line(w, "salactl.lease.gap", "from", b.Lease.Text(gap.From), "to", b.Lease.Text(gap.To))
		}
	}
	if told.Balanced {
		c.line(w, "salactl.lease.balanced")
	}
	for _, kind := range []string{number.Certificates, number.Receipts, number.Sheets} {
		if s := told.Supply[kind]; s.Low {
			c.line(w, "salactl.lease.low."+kind, "left", int(s.Left))
		}
	}
}

func leaseReturn(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "return LEASE --reason WHY",
		Short: "Give what is free of a block back to central, for good",
		Long: `return gives every free number of a block back, as at the end of the year or when a
station is given up. The numbers are never used again; the ledger shows them as
returned. Central leases a new block at the next sync while the station works.`,
		Example: "  salactl lease return TH-5014/certificate/2569/1 --reason 'the year has ended' --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		back, err := s.ReturnLease(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(back, func(w io.Writer) {
			var n uint64
			for _, r := range back.Ranges {
				n += r.To - r.From + 1
			}
			c.line(w, "salactl.lease.returned", "count", int(n), "lease", back.Lease)
		})
	})
	return cmd
}

func leaseSpoil(c *console) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:       "spoil certificate|receipt --reason WHY",
		Short:     "Take the next number of a kind out of use, as when it stands on a ruined form",
		Example:   "  salactl lease spoil receipt --reason 'the roll was torn' --officer somjai",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{number.Certificates, number.Receipts},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why; it stands in the journal")
	cmd.RunE = c.asOfficer(func(ctx context.Context, _ *station.Station, s *office.Session, args []string) error {
		use, err := s.Spoil(ctx, args[0], reason)
		if err != nil {
			return err
		}
		return c.print(use, func(w io.Writer) { c.line(w, "salactl.lease.spoiled", "number", use.Text) })
	})
	return cmd
}
