package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/station"
	"sala/forms/number"
)

func lease(c *console) *cobra.Command {
	return group("lease", "Legal numbers: the blocks leased from central, and what became of every number", leaseList(c), leaseBalance(c))
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
					t.add(l.Kind, l.First, l.Last, strconv.FormatUint(l.Free, 10)+"/"+strconv.FormatUint(l.Size, 10), expires)
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
		Short: "The ledger: every number used, spoiled, returned or free, and the gaps",
		Long: `balance adds up what became of every number of every block. A gap is a free number
below one that was taken: somebody must say why. The exit code is 1 when there is one.`,
		Example: "  salactl lease balance --json",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			g, err := st.Ledger(ctx)
			if err != nil {
				return err
			}
			told := balanced{Balanced: true, Leases: list(g.Balances()), Supply: map[string]number.Supply{}}
			for _, kind := range []string{number.Certificates, number.Receipts} {
				told.Supply[kind] = g.Supply(kind, 0, st.Office.Now())
			}
			for _, b := range told.Leases {
				if b.Used+b.Spoiled+b.Returned+b.Free != b.Size || len(b.Gaps) > 0 {
					told.Balanced = false
				}
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
	t := table{head: []string{c.word("salactl.head.block"), c.word("salactl.head.used"), c.word("salactl.head.spoiled"), c.word("salactl.head.returned"),
		c.word("salactl.head.free"), c.word("salactl.head.size")}}
	for _, b := range told.Leases {
		n := func(x uint64) string { return strconv.FormatUint(x, 10) }
		t.add(b.Lease.Kind+" "+b.Lease.Text(b.Lease.From), n(b.Used), n(b.Spoiled), n(b.Returned), n(b.Free), n(b.Size))
	}
	t.write(w)
	for _, b := range told.Leases {
		for _, gap := range b.Gaps {
			c.line(w, "salactl.lease.gap", "from", b.Lease.Text(gap.From), "to", b.Lease.Text(gap.To))
		}
	}
	if told.Balanced {
		c.line(w, "salactl.lease.balanced")
	}
	for _, kind := range []string{number.Certificates, number.Receipts} {
		if s := told.Supply[kind]; s.Low {
			c.line(w, "salactl.lease.low", "kind", kind, "left", fmt.Sprint(s.Left))
		}
	}
}
