package central

import (
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/petition"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Reasons for which an entry is set aside. What a person reads is looked up in
// the words of assets: "sync.reason.CODE".
const (
	ReasonKind        = "unknown_kind"  // a newer station than central
	ReasonPayload     = "bad_payload"   // not what its kind says
	ReasonPurged      = "purged"        // its payload was removed before central had it
	ReasonScope       = "scope"         // another office's
	ReasonIdentity    = "identity"      // not what the station was enrolled as
	ReasonAbsent      = "absent"        // about a thing that central does not have (yet)
	ReasonState       = "state"         // the petition is not in a state that allows it
	ReasonSelf        = "self_approval" // the officer decides on what the same officer submitted
	ReasonContent     = "content"       // not what the deciding officer saw
	ReasonFee         = "fee"           // the fee is not paid
	ReasonLease       = "lease"         // the number is not of a block leased to the station
	ReasonNumberUsed  = "number_used"   // the number was used before
	ReasonOverlap     = "overlap"       // somebody else changed the same fields
	ReasonDepends     = "depends"       // on an entry that is set aside
	ReasonOfficer     = "officer"       // no such officer, or one who left
	ReasonRole        = "role"          // the form wants another role's approval
	ReasonExists      = "exists"        // there is such a thing already
	ReasonClockFuture = "future"        // dated later than it can be
	ReasonJoined      = "joined"        // a record of the two points to another meanwhile
	ReasonForm        = "form"          // the answers are not what the form takes; the fields say which
	ReasonFormUnknown = "form_unknown"  // central does not have the pack with the form (yet)
)

// ruling is what the rules make of one entry.
type ruling struct {
	outcome, reason string
	version         uint64
	position        uint64 // of a ruling that came later
	fields          []string
	with            string // whose change it overlaps with, "STATION/OFFICER"
	withAt          int64  // Unix milliseconds
}

func accepted(version uint64) ruling { return ruling{outcome: wire.Accepted, version: version} }
func rejected(reason string) ruling  { return ruling{outcome: wire.Rejected, reason: reason} }
func conflict(reason string, fields ...string) ruling {
	return ruling{outcome: wire.Conflict, reason: reason, fields: fields}
}

// intake applies entries of one station, in memory, to what a transaction
// loaded beforehand; flush writes all at once.
type intake struct {
	central *Central
	tx      Tx
	station Station
	now     int64

	items     map[Key]*thing
	offices   map[string]Office
	changed   []Key // in the order of their last change
	leases    map[string]Lease
	used      map[string]map[uint64]bool
	uses      []Use
	packets   []Lease          // of security paper, of the office; nil when no new one comes
	received  []Lease          // those of them that are new
	pool      map[string]Lease // blocks of the office by ID; nil when none is handed on
	moved     []Lease          // those of them that became another station's
	setAside  map[string]bool  // subjects of which an entry was set aside
	trouble   error            // the store's, met in the middle
	insisting bool             // a person decided that the station's values stand
}

// decoded is an entry with its payload.
type decoded struct {
	entry   *journal.Entry
	payload any
	ruling  ruling // set when the payload cannot be read
	keys    []Key
}

func (c *Central) newIntake(tx Tx, s Station) *intake {
	return &intake{central: c, tx: tx, station: s, now: c.millis(), items: map[Key]*thing{}, offices: map[string]Office{},
		leases: map[string]Lease{}, used: map[string]map[uint64]bool{}, setAside: map[string]bool{}}
}

// take gives each entry its verdict, and its effect if it has one.
func (c *Central) take(tx Tx, s Station, entries []journal.Entry, hashes []journal.Hash) ([]wire.Verdict, error) {
	in := c.newIntake(tx, s)
	work := make([]decoded, len(entries))
	for i := range entries {
		work[i] = decode(&entries[i])
	}
	if err := in.load(work); err != nil {
		return nil, err
	}
	verdicts := make([]wire.Verdict, len(entries))
	rows := make([]Entry, len(entries))
	for i := range work {
		r, err := in.rule(&work[i])
		if err != nil {
			return nil, err
		}
		v := wire.Verdict{Seq: entries[i].Seq, Outcome: r.outcome, Reason: r.reason, Version: r.version, Fields: r.fields, With: r.with, WithAt: r.withAt}
		if r.outcome == wire.Accepted {
			v.Position = in.next(s.Office)
		} else if work[i].entry.Subject != "" {
			in.setAside[work[i].entry.Subject] = true
		}
		verdicts[i] = v
		rows[i] = Entry{Entry: entries[i], Hash: hashes[i], Office: s.Office, Received: in.now, Verdict: v}
	}
	if err := tx.AddEntries(rows); err != nil {
		return nil, err
	}
	if err := in.flush(); err != nil {
		return nil, err
	}
	return verdicts, c.retry(tx, s.Office, ReasonAbsent, ReasonDepends)
}

// decode reads a payload and names the items that the entry concerns.
func decode(e *journal.Entry) decoded {
	d := decoded{entry: e}
	switch {
	case !act.Known(e.Kind):
		d.ruling = rejected(ReasonKind)
		return d
	case e.Payload == nil:
		d.ruling = rejected(ReasonPurged)
		return d
	}
	payload, err := act.Payload(e.Kind, e.Payload)
	if err != nil {
		d.ruling = rejected(ReasonPayload)
		return d
	}
	d.payload = payload
	if id := petition.Concerns(payload); id != "" {
		d.keys = append(d.keys, Key{wire.WhatPetition, id})
	}
	switch v := payload.(type) {
	case act.Change:
		d.keys = append(d.keys, Key{wire.WhatRecord, v.Register + "/" + v.ID})
		if v.Petition != "" {
			d.keys = append(d.keys, Key{wire.WhatPetition, v.Petition})
		}
	case act.Joining:
		d.keys = append(d.keys, recordKey(v.Register, v.ID), recordKey(v.Register, v.Into))
	case act.Certificate:
		d.keys = append(d.keys, Key{wire.WhatCertificate, v.Number.Text})
	case act.Printing:
		d.keys = append(d.keys, Key{wire.WhatCertificate, v.Number})
	case act.Decision:
		if v.For != "" {
			d.keys = append(d.keys, Key{wire.WhatOfficer, v.For})
		}
	case act.LeftCard:
		d.keys = append(d.keys, Key{wire.WhatCardLeft, v.ID})
	case act.Officer:
		if e.Kind == act.OfficerSet {
			d.keys = append(d.keys, Key{wire.WhatOfficer, v.ID})
		}
	}
	if e.Officer != "" {
		d.keys = append(d.keys, Key{wire.WhatOfficer, e.Officer})
	}
	return d
}

func (in *intake) petition(id string) (petition.Petition, bool) {
	t := in.items[Key{wire.WhatPetition, id}]
	if t == nil {
		return petition.Petition{}, false
	}
	p, ok := t.value.(petition.Petition)
	return p, ok
}

func (in *intake) certificate(number string) (wire.Certificate, bool) {
	t := in.items[Key{wire.WhatCertificate, number}]
	if t == nil {
		return wire.Certificate{}, false
	}
	c, ok := t.value.(wire.Certificate)
	return c, ok
}

func (in *intake) stamp(e *journal.Entry) petition.Stamp {
	return petition.Stamp{Officer: e.Officer, Office: in.station.Office, At: e.Time.Wall()}
}

// tooNew reports whether an entry is dated so far ahead of central's clock that
// the station's cannot be right.
func (in *intake) tooNew(e *journal.Entry) bool {
	return e.Time.Wall().After(time.UnixMilli(in.now).Add(365 * 24 * time.Hour))
}

// record keys are "REGISTER/ID".
func recordKey(reg, id string) Key { return Key{wire.WhatRecord, reg + "/" + id} }

// plausible refuses names that would break a record's key.
func plausible(reg, id string) bool {
	return reg != "" && id != "" && len(reg) < 64 && len(id) < 256 && !strings.Contains(reg, "/")
}

func finalStatus(outcome string) string {
	if outcome == "printed" {
		return string(certificate.Final)
	}
	return string(certificate.Prepared)
}
