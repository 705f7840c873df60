package client

import (
	"context"
	"slices"
	"strings"

	"sala/forms/number"
	"sala/sync/wire"
)

// leases asks for the blocks of numbers that the station should hold.
func (c *Client) leases(ctx context.Context, l *link, r *Report) error {
	request, err := c.wanted(ctx, c.Wanted)
	if err != nil {
		return local(err)
	}
	var answer wire.LeaseAnswer
	if err := l.post(ctx, wire.PathLeases, request, &answer); err != nil {
		return err
	}
	for _, lease := range answer.Leases {
		if err := wire.VerifyLease(lease, l.centralKey); err != nil {
			return err
		}
	}
	err = c.takeLeases(ctx, answer.Leases, request.Have, r, func(l number.Lease) bool { return l.Station == c.Identity.Station })
	if err != nil {
		return local(err)
	}
	return nil
}

// wanted says which blocks the station has, and what it lacks.
func (c *Client) wanted(ctx context.Context, lacks func(context.Context) (map[string]uint64, error)) (wire.LeaseRequest, error) {
	b, err := c.load(secretLeases)
	if err != nil {
		return wire.LeaseRequest{}, err
	}
	request := wire.LeaseRequest{Have: strings.Fields(string(b))}
	if lacks != nil {
		request.Ask, err = lacks(ctx)
	}
	return request, err
}

// takeLeases takes in those of some blocks that the station does not have and
// that are meant for it.
func (c *Client) takeLeases(ctx context.Context, leases []number.Lease, have []string, r *Report, meant func(number.Lease) bool) error {
	for _, lease := range leases {
		if !meant(lease) || lease.Office != c.Identity.Office || slices.Contains(have, lease.ID) {
			continue
		}
		if err := c.Store.AddLease(ctx, lease); err != nil {
			return err
		}
		have = append(have, lease.ID)
		r.Leases++
		if err := c.Secrets.Save(secretLeases, []byte(strings.Join(have, "\n"))); err != nil {
			return err
		}
	}
	return nil
}
