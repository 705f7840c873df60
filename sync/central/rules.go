package central

import (
	"bytes"
	"errors"
	"maps"
	"slices"

	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/merge"
	"sala/sync/wire"
)

// rule gives an entry its outcome and applies it when it is accepted.
func (in *intake) rule(d *decoded) (ruling, error) {
	if d.ruling.outcome != "" {
		return d.ruling, nil
	}
	if in.tooNew(d.entry) {
		return rejected(ReasonClockFuture), nil
	}
	if s, ok := d.payload.(act.Submission); ok {
		if p, exists := in.petition(s.Petition); exists && p.Office == in.station.Office && p.Allows(d.entry.Kind) {
			if r, err := in.formRules(d.entry, p, s); err != nil || r.outcome != "" {
				return r, err
			}
		}
	}
	return in.apply(d), nil
}

// apply gives an entry its outcome by the rules of its kind.
func (in *intake) apply(d *decoded) ruling {
	e := d.entry
	switch v := d.payload.(type) {
	case act.Opening:
		if v.Office != in.station.Office || !bytes.Equal(v.PublicKey, in.station.JournalKey) || e.Seq != 1 {
			return rejected(ReasonIdentity)
		}
		return accepted(0)
	case act.Officer:
		return in.officer(e, v)
	case act.Change:
		return in.change(e, v)
	case act.Joining:
		return in.join(e, v)
	case number.Lease:
		if v.Handed != nil {
			return in.handOn(e, v)
		}
		l, ok := in.leases[v.ID]
		if v.Spare() { // it may be somebody else's by now, who spoke first
			l.Station, ok = v.Station, true
		}
		if !ok || l.Station != in.station.Name || wire.VerifyLease(v, in.central.Authority.SigningKey()) != nil {
			return rejected(ReasonLease)
		}
		return accepted(0)
	case number.Packet:
		return in.stock(v)
	case act.Handback:
		return in.handBack(e, v)
	case act.NumberUse:
		return in.spoil(e, v)
	case act.Payment:
		return in.payment(e, v)
	case act.Certificate:
		return in.prepared(e, v)
	case act.Printing:
		return in.printing(e, v)
	case act.Attaching:
		return in.attached(e, v)
	case act.LeftCard:
		return in.cardLeft(e, v)
	}
	if id := petition.Concerns(d.payload); id != "" {
		return in.onPetition(e, id, d.payload, nil)
	}
	return accepted(0)
}

func (in *intake) officer(e *journal.Entry, v act.Officer) ruling {
	if e.Kind != act.OfficerSet {
		return accepted(0)
	}
	if v.ID == "" {
		return rejected(ReasonPayload)
	}
	k := Key{wire.WhatOfficer, v.ID}
	version := in.items[k].Version + 1
	in.put(k, in.station.Office, version, v)
	return accepted(version)
}

// change merges a change of a record. A record belongs to one office; the
// office to which a resident moves may take the record over.
func (in *intake) change(e *journal.Entry, c act.Change) ruling {
	if !plausible(c.Register, c.ID) {
		return rejected(ReasonPayload)
	}
	k := recordKey(c.Register, c.ID)
	t := in.items[k]
	rec, exists := t.value.(register.Record)
	switch {
	case !exists && e.Base != 0:
		return conflict(ReasonAbsent)
	case !exists:
		rec = register.Record{Register: c.Register, ID: c.ID, Version: t.Version, Fields: register.Fields{}}
	}
	to := c.Office
	if to == "" {
		to = rec.Office
	}
	if to != in.station.Office && rec.Office != in.station.Office {
		return rejected(ReasonScope)
	}
	if exists && rec.Office != in.station.Office && c.Set["household"] == nil { // who takes a record over says where to
		return rejected(ReasonScope)
	}
	if r := in.ledTo(c); r.outcome != "" {
		return r
	}
	if _, known := in.offices[to]; !known {
		office, err := in.tx.Office(to)
		if err != nil {
			return rejected(ReasonScope)
		}
		in.offices[to] = office
	}
	m := merge.Record(rec.Fields, c, merge.Origin{Station: in.station.Name, Base: in.base(e, rec), Version: rec.Version})
	if len(m.Overlaps) > 0 {
		return in.against(e.Subject, conflict(ReasonOverlap, m.Overlaps...))
	}
	if exists && len(m.Changed) == 0 && to == rec.Office {
		return accepted(rec.Version) // the same change was made by somebody else
	}
	rec.Fields, rec.Office, rec.Version = m.Fields, to, rec.Version+1
	in.put(k, to, rec.Version, rec)
	return accepted(rec.Version)
}

// ledTo checks that the petition which led to a change was approved.
func (in *intake) ledTo(c act.Change) ruling {
	if c.Petition == "" || in.insisting {
		return ruling{}
	}
	p, exists := in.petition(c.Petition)
	switch {
	case !exists:
		return conflict(ReasonAbsent)
	case p.State == petition.Drafted, p.State == petition.Submitted, p.State == petition.Reviewed, p.State == petition.Returned, p.State == petition.Rejected:
		return conflict(ReasonDepends)
	}
	return ruling{}
}

// base is the version that the officer saw, or that the official saw who let
// the change stand.
func (in *intake) base(e *journal.Entry, rec register.Record) uint64 {
	if in.insisting {
		return rec.Version
	}
	return e.Base
}

// onPetition folds an act into its petition. then runs when it was allowed.
func (in *intake) onPetition(e *journal.Entry, id string, payload any, then func()) ruling {
	p, exists := in.petition(id)
	if !exists && e.Kind != act.PetitionDrafted {
		if in.setAside[e.Subject] {
			return conflict(ReasonDepends)
		}
		return conflict(ReasonAbsent)
	}
	if exists && p.Office != in.station.Office {
		return rejected(ReasonScope)
	}
	if r := in.decides(e, p, payload); r.outcome != "" {
		return r
	}
	next, err := p.Apply(e.Kind, payload, in.stamp(e))
	if err != nil {
		return in.refused(e, p, err)
	}
	in.put(Key{wire.WhatPetition, id}, in.station.Office, next.Version, next)
	if then != nil {
		then()
	}
	return accepted(next.Version)
}

// decides checks who decides: an officer of the office whose turn it is in the
// petition's line, who has not left, or the standing order of a kiosk.
func (in *intake) decides(e *journal.Entry, p petition.Petition, payload any) ruling {
	d, ok := payload.(act.Decision)
	if !ok {
		return ruling{}
	}
	switch e.Kind {
	case act.PetitionApproved, act.PetitionRejected, act.PetitionReturned, act.PetitionReviewed:
	default:
		return ruling{}
	}
	var officers []act.Officer
	for _, id := range []string{e.Officer, d.For} {
		if t := in.items[Key{wire.WhatOfficer, id}]; t != nil && t.value != nil {
			officers = append(officers, t.value.(act.Officer))
		}
	}
	if _, ok := p.MayDecide(e.Officer, in.station.Name, officers, e.Time.Wall()); ok {
		return ruling{}
	}
	if i := slices.IndexFunc(officers, func(o act.Officer) bool { return o.ID == e.Officer }); i < 0 || officers[i].Until != 0 && officers[i].Until < e.Time.Wall().Unix() {
		return rejected(ReasonOfficer)
	}
	return rejected(ReasonRole)
}

// refused says what becomes of an act that the rules of petitions do not allow:
// when the officer had seen the newest state it is rejected, else somebody
// else was faster and a person must look.
func (in *intake) refused(e *journal.Entry, p petition.Petition, err error) ruling {
	reason := ReasonState
	switch {
	case errors.Is(err, petition.ErrSelf):
		return rejected(ReasonSelf)
	case errors.Is(err, petition.ErrContent):
		reason = ReasonContent
	case errors.Is(err, petition.ErrFee):
		reason = ReasonFee
	}
	switch {
	case in.setAside[e.Subject] || in.setAside["petition/"+p.ID] || e.Base > p.Version: // it builds on what was set aside
		return conflict(ReasonDepends)
	case e.Base < p.Version:
		return conflict(reason)
	}
	return rejected(reason)
}

func (in *intake) payment(e *journal.Entry, v act.Payment) ruling {
	if _, exists := in.petition(v.Petition); !exists {
		return in.onPetition(e, v.Petition, v, nil)
	}
	if v.Receipt.Lease != "" || e.Kind == act.FeeTaken {
		if r := in.check(v.Receipt); r.outcome != "" {
			return r
		}
	}
	return in.onPetition(e, v.Petition, v, func() {
		if v.Receipt.Lease != "" {
			in.use(e, v.Receipt, "used")
		}
	})
}

func (in *intake) prepared(e *journal.Entry, v act.Certificate) ruling {
	if r := in.check(v.Number); r.outcome != "" {
		return r
	}
	return in.onPetition(e, v.Petition, v, func() {
		in.use(e, v.Number, "used")
		in.put(Key{wire.WhatCertificate, v.Number.Text}, in.station.Office, 1, wire.Certificate{
			Number: v.Number.Text, Petition: v.Petition, Office: in.station.Office, Station: in.station.Name, Status: string(certificate.Prepared),
			Content: v.Content, Document: v.Document, Seal: v.Seal, Changed: e.Time.Wall().UnixMilli()})
	})
}

func (in *intake) printing(e *journal.Entry, v act.Printing) ruling {
	if e.Kind == act.ReceiptPrinted {
		return accepted(0)
	}
	in.feed(e, v)
	c, exists := in.certificate(v.Number)
	if !exists {
		if in.setAside[e.Subject] {
			return conflict(ReasonDepends)
		}
		return conflict(ReasonAbsent)
	}
	k := Key{wire.WhatCertificate, v.Number}
	version := in.items[k].Version + 1
	c.Changed = e.Time.Wall().UnixMilli()
	r := in.onPetition(e, c.Petition, v, func() {
		switch e.Kind {
		case act.CertificateIssued:
			c.Status, c.Prints = finalStatus(v.Outcome), c.Prints+1
		case act.CertificateReprinted:
			c.Prints++
		case act.CertificateVoided:
			c.Status, c.Reason = string(certificate.Void), v.Reason
			in.put(Key{wire.WhatRevocation, "certificate/" + v.Number}, in.station.Office, 1, wire.Revocation{Certificate: v.Number, Reason: v.Reason, By: e.Officer, At: c.Changed})
			if err := in.central.withdrawDocument(in.tx, in.station.Office, v.Number, e.Time.Wall()); err != nil {
				in.failed(err)
			}
		}
		in.put(k, in.station.Office, version, c)
	})
	if r.outcome != wire.Accepted && e.Kind == act.CertificateIssued {
		c.Status, c.Reason = string(certificate.Objected), r.reason
		in.put(k, in.station.Office, version, c)
	}
	return r
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
