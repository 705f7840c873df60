package courier

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sala/sync/client"
	"sala/sync/wire"
)

// Import takes a reply in: what the station lost of its journal, acknowledgements,
// leases and changes. One that was imported before, or that a later sync overtook,
// does nothing.
func (s *Station) Import(ctx context.Context, r io.Reader) (client.Report, error) {
	var report client.Report
	central, err := s.Secrets.Load(client.SecretCentralKey)
	if err != nil || len(central) != ed25519.PublicKeySize {
		return report, fmt.Errorf("import a reply: %w", errors.Join(err, client.ErrNotEnrolled))
	}
	key, err := s.identity()
	if err != nil {
		return report, fmt.Errorf("import a reply: %w", err)
	}
	// all of it is read and checked before anything is done
	whole, err := io.ReadAll(io.LimitReader(r, 1<<30))
	if err != nil {
		return report, fmt.Errorf("import a reply: %w", err)
	}
	err = read(bytes.NewReader(whole), key, func(h Header, i item, signed []byte) error { return s.check(h, i, signed, central) })
	var refusal *wire.Refusal
	compared := false
	if err == nil {
		err = read(bytes.NewReader(whole), key, func(_ Header, i item, _ []byte) error {
			if i.Refusal != nil {
				refusal = i.Refusal
			}
			compared = compared || i.Lost != nil
			return s.apply(ctx, i, &report)
		})
	}
	if err == nil && refusal != nil {
		err = refusal
		if refusal.Code == wire.RefusedFork && compared { // what central keeps is what this machine has
			err = &wire.Refusal{Code: client.ReasonHeld, Through: refusal.Through}
		}
	}
	if err != nil {
		return report, fmt.Errorf("import a reply: %w", err)
	}
	return report, nil
}

func (s *Station) check(h Header, i item, signed []byte, central ed25519.PublicKey) error {
	if !h.Reply || h.Station != s.Identity.Station || h.Office != s.Identity.Office {
		return fmt.Errorf("a reply to %s: %w", h.Station, ErrForeign)
	}
	switch {
	case i.Acknowledgement != nil:
		if i.Acknowledgement.Station != s.Identity.Station {
			return ErrForeign
		}
		return i.Acknowledgement.Verify(central)
	case i.Page != nil:
		if i.Page.Office != s.Identity.Office {
			return ErrForeign
		}
		return i.Page.Verify(central)
	case i.Lease != nil:
		if i.Lease.Station != s.Identity.Station {
			return ErrForeign
		}
		return wire.VerifyLease(*i.Lease, central)
	case i.End != nil && !ed25519.Verify(central, signed, i.End.Signature):
		return wire.ErrSignature
	}
	return nil
}

func (s *Station) apply(ctx context.Context, i item, report *client.Report) error {
	switch {
	case i.Acknowledgement != nil:
		if err := s.Store.Acknowledge(ctx, *i.Acknowledgement); err != nil {
			return err
		}
		report.Count(*i.Acknowledgement)
	case i.Lost != nil:
		return s.takeBack(ctx, i.Lost, report)
	case i.Has > 0:
		return s.settle(ctx, i.Has)
	case i.Page != nil:
		cursor, err := s.Store.Cursor(ctx)
		switch {
		case err != nil:
			return err
		case i.Page.After > cursor:
			return fmt.Errorf("changes after %d, the station is at %d: %w", i.Page.After, cursor, ErrOrder)
		case i.Page.Cursor <= cursor: // known
			return nil
		}
		report.Pulled, report.Cursor = report.Pulled+len(i.Page.Changes), i.Page.Cursor
		return s.Store.ApplyPage(ctx, *i.Page)
	case i.Lease != nil:
		leases, err := s.load(secretLeases)
		if err != nil || slices.Contains(strings.Fields(leases), i.Lease.ID) {
			return err
		}
		if err := s.Store.AddLease(ctx, *i.Lease); err != nil {
			return err
		}
		report.Leases++
		return s.Secrets.Save(secretLeases, []byte(strings.TrimSpace(leases+"\n"+i.Lease.ID)))
	case i.Chunk != nil && s.Attachments != nil:
		return s.keep(ctx, i.Chunk, report)
	case i.Received != "" && s.Attachments != nil:
		report.Sent++
		return s.Attachments.Sent(ctx, i.Received)
	}
	return nil
}

// keep keeps a chunk of an attachment that the station waits for. A pack is not
// asked for before central's offer of it was read, so it is asked for now.
func (s *Station) keep(ctx context.Context, c *chunk, report *client.Report) error {
	if asks, ok := s.Attachments.(interface {
		Want(ctx context.Context, hash string) error
	}); ok && c.Offset == 0 {
		if err := asks.Want(ctx, c.Hash); err != nil {
			return err
		}
	}
	in, err := s.Attachments.Incoming(ctx)
	if err != nil || !slices.ContainsFunc(in, func(a client.Attachment) bool { return a.Hash == c.Hash && a.Done >= c.Offset }) {
		return err // it is here
	}
	if err := s.Attachments.WriteAt(ctx, c.Hash, c.Offset, c.Size, c.Body); err != nil {
		return err
	}
	if c.Offset+int64(len(c.Body)) == c.Size {
		report.Fetched++
	}
	return nil
}
