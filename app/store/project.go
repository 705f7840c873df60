package store

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// projection changes the tables by entries: the one code for a new entry and
// for a rebuild.
type projection struct {
	c      *conn
	office string
	// Of a page of the feed only: when it came (Unix milliseconds), whose store it
	// is, and whether an attachment of that age is fetched by itself.
	at      int64
	station string
	fetches func(at time.Time) bool
	known   map[string]bool // words that are in the vocabulary
}

const (
	aboutPetition = "petition/"
	whatRecord    = "record"
	whatAttached  = wire.WhatAttachment
	whatPetition  = "petition"

	aboutCardLeft = wire.WhatCardLeft + "/"
)

// about returns the petition, record or left card whose state an act changes:
// "petition/ID", "resident/ID", "card_left/ID"; "" for none.
func (p *projection) about(payload any) (string, error) {
	switch v := payload.(type) {
	case act.Change:
		return v.Register + "/" + v.ID, nil
	case act.Joining:
		return v.Register + "/" + v.ID, nil
	case act.LeftCard:
		return aboutCardLeft + v.ID, nil
	case act.Printing:
		var id string
		_, err := p.c.one([]any{&id}, "SELECT petition FROM certificate WHERE number = ?", v.Number)
		if err != nil || id == "" {
			return "", err
		}
		return aboutPetition + id, nil
	}
	if id := petition.Concerns(payload); id != "" {
		return aboutPetition + id, nil
	}
	return "", nil
}

// apply changes every table that the act concerns. first is what a change of a
// record makes where there is none yet.
func (p *projection) apply(e *journal.Entry, about string, payload any, first *fresh) error {
	if err := p.side(e, payload); err != nil {
		return err
	}
	if about == "" || strings.HasPrefix(about, aboutCardLeft) { // no table holds those: see CardsLeft
		return nil
	}
	if c, ok := act.ChangeOf(e.Kind, payload); ok {
		return p.changeRecord(about, c, first)
	}
	return p.changePetition(e, about, payload)
}

// side changes the tables that are no fold of a subject's acts.
func (p *projection) side(e *journal.Entry, payload any) error {
	at := e.Time.Wall().UnixMilli()
	switch v := payload.(type) {
	case act.Officer:
		if e.Kind != act.OfficerSet {
			return nil
		}
		_, err := p.c.exec("INSERT INTO officer (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body", v.ID, e.Payload)
		return err
	case act.Viewing:
		_, err := p.c.exec("INSERT INTO viewing (seq, about, officer, purpose, consent, at) VALUES (?, ?, ?, ?, ?, ?)",
			e.Seq, v.Register+"/"+v.ID, e.Officer, why(v), v.Consent, at)
		return err
	case act.Attaching:
		return p.attach(e, v, at)
	case act.TakeOut:
		return p.takeOut(e.Kind, v, e.Payload)
	case act.Settlement:
		_, err := p.c.exec("INSERT INTO settled (seq, how, entry) VALUES (?, ?, ?) ON CONFLICT (seq) DO UPDATE SET how = excluded.how, entry = excluded.entry", v.Seq, v.How, e.Seq)
		return err
	case number.Lease:
		if e.Kind == act.LeaseHanded {
			return p.handOn(e, v)
		}
		return p.addLease(v, e.Payload)
	case number.Packet:
		return p.stock(v, e.Station)
	case act.Handback:
		return p.handBack(e, v)
	case act.Closing:
		return p.close(e, v, at)
	case act.NumberUse:
		return p.spoil(v, e.Seq)
	case act.Payment:
		return p.pay(e, v, at)
	case act.Certificate:
		if err := p.spend(v.Number, "used", e.Seq); err != nil {
			return err
		}
		_, err := p.c.exec(`INSERT INTO certificate (number, petition, prepared, issued, void, prints, document, content, seal) VALUES (?, ?, ?, 0, 0, 0, ?, ?, ?)`,
			v.Number.Text, v.Petition, e.Seq, v.Document, v.Content, v.Seal)
		return err
	case act.Printing:
		return p.print(e, v)
	}
	return nil
}

func (p *projection) pay(e *journal.Entry, v act.Payment, at int64) error {
	// A refund may stand on the receipt of the payment that it gives back.
	if e.Kind == act.FeeTaken || v.Receipt.Lease != "" && !p.spent(v.Receipt) {
		if err := p.spend(v.Receipt, "used", e.Seq); err != nil {
			return err
		}
	}
	_, err := p.c.exec(`INSERT INTO payment (seq, receipt, petition, minor, currency, method, tendered, reason, officer, at, prints)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		e.Seq, v.Receipt.Text, v.Petition, v.Amount.Minor, v.Amount.Currency, v.Method, v.Tendered, v.Reason, e.Officer, at)
	return err
}

func (p *projection) print(e *journal.Entry, v act.Printing) error {
	if err := p.feed(e.Seq, v); err != nil {
		return err
	}
	var err error
	printed := 0
	if v.Outcome == string(office.Printed) {
		printed = 1
	}
	switch e.Kind {
	case act.ReceiptPrinted:
		_, err = p.c.exec("UPDATE payment SET prints = prints + ? WHERE receipt = ?", printed, v.Number)
	case act.CertificateIssued:
		_, err = p.c.exec("UPDATE certificate SET prints = prints + 1, issued = CASE issued WHEN 0 THEN ? ELSE issued END WHERE number = ?", e.Seq, v.Number)
	case act.CertificateReprinted:
		_, err = p.c.exec("UPDATE certificate SET prints = prints + ? WHERE number = ?", printed, v.Number)
	case act.CertificateVoided:
		_, err = p.c.exec("UPDATE certificate SET void = ? WHERE number = ?", e.Seq, v.Number)
	}
	return err
}

// changeRecord puts a station's own change on top of what there is.
func (p *projection) changeRecord(about string, v act.Change, first *fresh) error {
	if first != nil {
		if made, err := p.newRecord(first.rec, 0, first.body, first.find); err != nil || made {
			return err
		}
	}
	rec, trunk, err := p.record(v.Register, v.ID)
	switch {
	case errors.Is(err, office.ErrNotFound):
		rec = register.Record{Register: v.Register, ID: v.ID, Office: v.Office}
	case err != nil:
		return err
	case rec.Version == trunk: // the first change since central's last word: keep that word
		if err := p.keepTrunk(about, trunk, rec); err != nil {
			return err
		}
	}
	return p.putRecord(change(rec, v), trunk)
}

// change returns the record after the change.
func change(rec register.Record, v act.Change) register.Record {
	fields := maps.Clone(rec.Fields)
	if fields == nil {
		fields = register.Fields{}
	}
	maps.Copy(fields, v.Set)
	for _, name := range v.Clear {
		delete(fields, name)
	}
	rec.Fields, rec.Version = fields, rec.Version+1
	if v.Office != "" {
		rec.Office = v.Office
	}
	return rec
}

// changePetition folds the act into the petition.
func (p *projection) changePetition(e *journal.Entry, about string, payload any) error {
	pet, trunk, err := p.petition(strings.TrimPrefix(about, aboutPetition))
	if err != nil && !errors.Is(err, office.ErrNotFound) {
		return err
	}
	if err == nil && trunk != 0 && pet.Version == trunk {
		if err := p.keepTrunk(about, trunk, pet); err != nil {
			return err
		}
	}
	next, err := fold(pet, e, payload, p.office)
	if err != nil {
		return err
	}
	return p.putPetition(next, trunk)
}

// fold applies one act. A receipt's print changes nothing of the petition.
func fold(pet petition.Petition, e *journal.Entry, payload any, office string) (petition.Petition, error) {
	if e.Kind == act.ReceiptPrinted {
		return pet, nil
	}
	return pet.Apply(e.Kind, payload, petition.Stamp{Officer: e.Officer, Office: office, At: e.Time.Wall()})
}

// keepTrunk saves what central last sent before the station changes it.
func (p *projection) keepTrunk(about string, version uint64, value any) error {
	body, err := act.Encode(value)
	if err != nil {
		return err
	}
	_, err = p.c.exec("INSERT INTO trunk (about, version, body) VALUES (?, ?, ?) ON CONFLICT (about) DO UPDATE SET version = excluded.version, body = excluded.body",
		about, version, body)
	return err
}

func (p *projection) addLease(l number.Lease, body []byte) error {
	if l.From == 0 || l.To < l.From {
		return fmt.Errorf("lease %s: numbers %d to %d", l.ID, l.From, l.To)
	}
	// Numbers may be spent already: by entries that were purged.
	var used, next uint64
	if _, err := p.c.one([]any{&used, &next}, "SELECT count(*), coalesce(max(n) + 1, ?) FROM number WHERE lease = ?", l.From, l.ID); err != nil {
		return err
	}
	if next-l.From != used { // with gaps
		var err error
		if next, err = p.free(l.ID, l.From); err != nil {
			return err
		}
	}
	kind := l.Kind
	if l.Spare() {
		kind = poolOf + kind // nothing of it is the station's to use
	}
	// The same lease again, by network and by courier, is the same lease.
	_, err := p.c.exec("INSERT INTO lease (id, kind, year, first, last, expires, used, next, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		l.ID, kind, l.Year, l.From, l.To, l.Expires, used, next, body)
	return err
}

func (p *projection) spent(use act.NumberUse) bool {
	var n int
	found, err := p.c.one([]any{&n}, "SELECT 1 FROM number WHERE lease = ? AND n = ?", use.Lease, use.Number)
	return found && err == nil
}

// spend takes a number out of its lease for ever.
func (p *projection) spend(use act.NumberUse, how string, seq uint64) error {
	r, err := p.c.exec("INSERT INTO number (lease, n, text, spent, reason, seq) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		use.Lease, use.Number, use.Text, how, use.Reason, seq)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(fmt.Errorf("%s (%d of lease %s): %w", use.Text, use.Number, use.Lease, ErrNumberSpent), err)
	}
	next, err := p.free(use.Lease, use.Number)
	if err != nil {
		return err
	}
	_, err = p.c.exec("UPDATE lease SET used = used + 1, next = CASE next WHEN ? THEN ? ELSE next END WHERE id = ?", use.Number, next, use.Lease)
	return err
}

// free returns the first number of a lease from one on that is not spent, which
// may be the one after its last.
func (p *projection) free(lease string, n uint64) (uint64, error) {
	for ; ; n++ {
		var one int
		if found, err := p.c.one([]any{&one}, "SELECT 1 FROM number WHERE lease = ? AND n = ?", lease, n); err != nil || !found {
			return n, err
		}
	}
}
