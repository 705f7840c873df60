package store

import (
	"errors"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/merge"
)

func (p *projection) refoldRecord(about, reg, id string) error {
	trunk, body, err := p.trunkOf(about)
	if err != nil {
		return err
	}
	rec, bare := register.Record{Register: reg, ID: id}, false
	if trunk > 0 {
		if rec, err = decodeRecord(body, trunk); err != nil {
			return err
		}
	} else if shown, known, err := p.record(reg, id); err == nil && known > 0 && shown.Version == known {
		rec, trunk, bare = shown, known, true // nothing of the station's own is on it
	} else if err != nil && !errors.Is(err, office.ErrNotFound) {
		return err
	}
	entries, err := p.pending(about, trunk)
	if err != nil {
		return err
	}
	if entries, err = p.withNeighbours(about, entries, time.Time{}); err != nil {
		return err
	}
	if bare && len(entries) > 0 {
		if err := p.keepTrunk(about, trunk, rec); err != nil {
			return err
		}
	}
	if rec, err = folded(rec, trunk, entries); err != nil {
		return err
	}
	if len(entries) == 0 {
		if err := p.forget(about); err != nil {
			return err
		}
		if trunk == 0 {
			return p.dropRecord(reg, id)
		}
	}
	return p.putRecord(rec, trunk)
}

// folded is a record with what was done to it.
func folded(rec register.Record, trunk uint64, entries []own) (register.Record, error) {
	for _, o := range entries {
		payload, err := act.Payload(o.kind, o.payload)
		if err != nil {
			return rec, err
		}
		if c, ok := act.ChangeOf(o.kind, payload); ok {
			if trunk == 0 && rec.Office == "" {
				rec.Office = c.Office
			}
			if o.seq == 0 { // another station's, which did not see this one's
				c = merge.Joined(rec.Fields, c)
			}
			rec = change(rec, c)
		}
	}
	return rec, nil
}

func (p *projection) refoldPetition(about, id string) error {
	trunk, body, err := p.trunkOf(about)
	if err != nil {
		return err
	}
	var pet petition.Petition
	bare := false
	if trunk > 0 {
		if pet, err = act.Decode[petition.Petition](body); err != nil {
			return err
		}
	} else if shown, known, err := p.petition(id); err == nil && known > 0 && shown.Version == known {
		pet, trunk, bare = shown, known, true
	} else if err != nil && !errors.Is(err, office.ErrNotFound) {
		return err
	}
	entries, err := p.pending(about, trunk)
	if err != nil {
		return err
	}
	begun := trunk > 0 || len(entries) > 0 && entries[0].kind == act.PetitionDrafted
	if entries, err = p.withNeighbours(about, entries, time.UnixMilli(pet.Changed)); err != nil {
		return err
	}
	if bare && len(entries) > 0 {
		if err := p.keepTrunk(about, trunk, pet); err != nil {
			return err
		}
	}
	for _, o := range entries {
		payload, err := act.Payload(o.kind, o.payload)
		if err != nil {
			return err
		}
		e := journal.Entry{Seq: o.seq, Time: journal.Time(o.at), Officer: o.officer, Kind: o.kind}
		next, err := fold(pet, &e, payload, p.office)
		if err != nil {
			if trunk == 0 && o.seq != 0 && begun {
				return err
			}
			continue // central has gone another way: the entry waits for its verdict
		}
		pet = next
	}
	if pet.Version == trunk { // nothing of the station's own is left on it
		if err := p.forget(about); err != nil {
			return err
		}
		if trunk == 0 {
			return p.dropPetition(id)
		}
	}
	return p.putPetition(pet, trunk)
}
