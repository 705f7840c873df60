package central

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// Aside is an entry that was set aside, with both sides.
type Aside struct {
	Entry
	Change *act.Change       // when it is about a record
	Record register.Record   // as central has it
	State  petition.Petition // as central has it, when it is about a petition
}

// Asides lists what waits for a person, oldest first.
func (c *Central) Asides(ctx context.Context, office string, limit int) ([]Aside, error) {
	var out []Aside
	err := c.Store.View(ctx, func(tx Tx) error {
		entries, err := tx.Entries(EntryFilter{Office: office, Outcomes: []string{wire.Conflict, wire.Rejected}, Limit: limit})
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Verdict.Resolved != "" {
				continue
			}
			a := Aside{Entry: e}
			if err := c.otherSide(tx, &a); err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

func (c *Central) otherSide(tx Tx, a *Aside) error {
	d := decode(&a.Entry.Entry)
	change, isChange := act.ChangeOf(d.entry.Kind, d.payload)
	var err error
	switch {
	case isChange:
		a.Change = &change
		k := recordKey(change.Register, change.ID)
		var owners map[Key]string
		if owners, err = tx.Owners([]Key{k}); err == nil {
			a.Record, err = item[register.Record](c, tx, owners[k], k)
		}
	case petition.Concerns(d.payload) != "":
		a.State, err = item[petition.Petition](c, tx, a.Office, Key{wire.WhatPetition, petition.Concerns(d.payload)})
	}
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// LeaseBalance is one line of the gap ledger: every number of a block is used,
// spoiled, or still free.
type LeaseBalance struct {
	Lease
	Used, Spoiled, Free uint64
	Gaps                []uint64 // free numbers below the highest used one, at most 20
}

// Until is when the block ends, in Unix milliseconds.
func (b LeaseBalance) Until() int64 { return b.Expires * 1000 }

// Balance balances the blocks of an office.
func (c *Central) Balance(ctx context.Context, office string) ([]LeaseBalance, error) {
	var out []LeaseBalance
	err := c.Store.View(ctx, func(tx Tx) error {
		offices := []Office{{ID: office}}
		if office == "" {
			var err error
			if offices, err = tx.Offices(); err != nil {
				return err
			}
		}
		var leases []Lease
		for _, o := range offices {
			own, err := tx.AllLeases(o.ID)
			if err != nil {
				return err
			}
			leases = append(leases, own...)
		}
		for _, l := range leases {
			uses, err := tx.Uses(l.ID)
			if err != nil {
				return err
			}
			b, next := LeaseBalance{Lease: l}, l.From
			for _, u := range uses {
				for ; next < u.Number && len(b.Gaps) < 20; next++ {
					b.Gaps = append(b.Gaps, next)
				}
				next = u.Number + 1
				if u.State == "spoiled" {
					b.Spoiled++
				} else {
					b.Used++
				}
			}
			b.Free = l.Size() - b.Used - b.Spoiled
			out = append(out, b)
		}
		return nil
	})
	return out, err
}

// Petitions lists the petitions that changed last.
func (c *Central) Petitions(ctx context.Context, office string, limit int) ([]petition.Petition, error) {
	return newest[petition.Petition](c, ctx, office, wire.WhatPetition, limit)
}

// Offers returns which packs an office's stations are to run.
func Offers(tx Tx, office string) ([]wire.PackOffer, error) {
	items, err := tx.Newest(office, wire.WhatPack, 100)
	if err != nil {
		return nil, err
	}
	var out []wire.PackOffer
	for _, i := range items {
		o, err := act.Decode[wire.PackOffer](i.Body)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func newest[T any](c *Central, ctx context.Context, office, what string, limit int) ([]T, error) {
	var out []T
	err := c.Store.View(ctx, func(tx Tx) error {
		items, err := tx.Newest(office, what, limit)
		if err != nil {
			return err
		}
		for _, i := range items {
			v, err := act.Decode[T](i.Body)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// OfferPack tells the stations of some offices, a stage of a roll-out, to run a
// version of a pack. The version before stays known, to go back to.
func (c *Central) OfferPack(ctx context.Context, offices []string, o wire.PackOffer) error {
	slices.Sort(offices)
	err := c.Store.Update(ctx, func(tx Tx) error {
		for _, office := range offices {
			if _, err := tx.Office(office); err != nil {
				return err
			}
			k := Key{wire.WhatPack, o.Pack}
			old, err := tx.Items(office, []Key{k})
			if err != nil {
				return err
			}
			offer := o
			if i, ok := old[k]; ok {
				was, err := act.Decode[wire.PackOffer](i.Body)
				if err != nil {
					return err
				}
				offer.Previous = was.Version
				if err := putJSON(tx, "pack", office+"/"+o.Pack, was); err != nil {
					return err
				}
			}
			offer.At = c.millis()
			if err := c.publish(tx, office, k, offer); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("offer pack %s %s: %w", o.Pack, o.Version, err)
	}
	return nil
}

// Tell sends a word to the people of an office, in their languages.
func (c *Central) Tell(ctx context.Context, office string, texts map[string]string) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		if _, err := tx.Office(office); err != nil {
			return err
		}
		m := wire.Message{ID: randomText()[:16], Texts: texts, At: c.millis()}
		return c.publish(tx, office, Key{wire.WhatMessage, m.ID}, m)
	})
	if err != nil {
		return fmt.Errorf("tell %s: %w", office, err)
	}
	return nil
}

// RollBack tells an office's stations to go back to the version before, or, when
// there was none, to the pack that their program brought along.
func (c *Central) RollBack(ctx context.Context, office, pack string) error {
	var was wire.PackOffer
	err := c.Store.View(ctx, func(tx Tx) error {
		b, err := tx.Setting("pack", office+"/"+pack)
		if errors.Is(err, ErrNotFound) {
			var ok bool
			if was, ok = c.delivered(pack); ok {
				err = nil
			}
			return err
		}
		if err != nil {
			return err
		}
		return json.Unmarshal(b, &was)
	})
	if err != nil {
		return fmt.Errorf("roll pack %s back: %w", pack, err)
	}
	return c.OfferPack(ctx, []string{office}, was)
}

// Standing is what the public may know of a certificate by its number alone.
type Standing struct {
	Known   bool
	Status  string
	Office  string
	Name    string // of the office
	Changed time.Time
	Seal    string // as it was made out; for comparing, not for showing
}

// CertificateStanding says whether a certificate stands.
func (c *Central) CertificateStanding(ctx context.Context, number string) (Standing, error) {
	var s Standing
	err := c.Store.View(ctx, func(tx Tx) error {
		k := Key{wire.WhatCertificate, number}
		owners, err := tx.Owners([]Key{k})
		if err != nil || owners[k] == "" {
			return err
		}
		cert, err := item[wire.Certificate](c, tx, owners[k], k)
		o, oerr := tx.Office(owners[k])
		if err = errors.Join(err, oerr); err != nil {
			return err
		}
		s = Standing{Name: o.Name, Known: err == nil, Status: cert.Status, Office: cert.Office, Changed: time.UnixMilli(cert.Changed), Seal: cert.Seal}
		return err
	})
	return s, err
}
