package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
)

// Store is an office.Store in memory. A Write that fails leaves it as it was.
type Store struct {
	Now       func() time.Time
	Office    string
	Passwords map[string]string
	// Fail, when set, is what every Write returns.
	Fail error

	mu     sync.Mutex
	typing map[string]office.Typing
	texts  map[string]map[string]office.Text // by officer and place
	looks  map[[2]string]office.Appearance   // by front end and officer, "" the last
	files  map[string][]byte
	tables
}

type tables struct {
	residents    map[string]register.Resident
	revisions    map[string]register.History
	gave         map[string]register.Fields // of residents that point to another
	households   map[string]register.Household
	petitions    map[string]petition.Petition
	handings     map[string][]office.Handing // by petition
	visits       map[string]register.Record
	carried      *office.Carried // what the laptop has with it
	aside        []office.Aside
	certificates map[string]office.Certificate
	officers     []act.Officer
	numbers      map[string]uint64 // next free number of each kind
	last         map[string]uint64
	attached     []office.Attached
	cards        []office.CardLeft
	viewings     map[string][]office.Viewing // by "register/id", the oldest first
	journal      office.JournalState
	unsent       []office.OutboxItem
	books
	Acts []string // the kinds of the entries so far
}

func (t tables) clone() tables {
	t.residents, t.households, t.petitions = maps.Clone(t.residents), maps.Clone(t.households), maps.Clone(t.petitions)
	t.revisions, t.gave, t.handings = maps.Clone(t.revisions), maps.Clone(t.gave), maps.Clone(t.handings)
	t.certificates, t.numbers, t.last = maps.Clone(t.certificates), maps.Clone(t.numbers), maps.Clone(t.last)
	t.visits, t.aside = maps.Clone(t.visits), slices.Clone(t.aside)
	t.officers, t.Acts, t.attached, t.viewings = slices.Clone(t.officers), slices.Clone(t.Acts), slices.Clone(t.attached), maps.Clone(t.viewings)
	t.unsent, t.cards = slices.Clone(t.unsent), slices.Clone(t.cards)
	return t
}

// NewStore returns an empty store with a hundred numbers of each kind.
func NewStore(officeID string, now func() time.Time) *Store {
	return &Store{Now: now, Office: officeID, Passwords: map[string]string{}, typing: map[string]office.Typing{}, texts: map[string]map[string]office.Text{}, looks: map[[2]string]office.Appearance{}, files: map[string][]byte{}, tables: tables{
		visits: map[string]register.Record{}, viewings: map[string][]office.Viewing{}, residents: map[string]register.Resident{}, revisions: map[string]register.History{}, gave: map[string]register.Fields{}, households: map[string]register.Household{}, petitions: map[string]petition.Petition{}, handings: map[string][]office.Handing{},
		certificates: map[string]office.Certificate{}, numbers: map[string]uint64{number.Certificates: 124, number.Receipts: 48},
		last:  map[string]uint64{number.Certificates: 223, number.Receipts: 147},
		books: books{sheets: map[string]office.Sheet{}, prints: map[string]int{}},
	}}
}

// Read gives do a view of the store.
func (s *Store) Read(ctx context.Context, do func(office.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return do(&view{store: s, tables: &s.tables})
}

// Write runs do; when it fails nothing has happened.
func (s *Store) Write(ctx context.Context, officer string, do func(office.Writer) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fail != nil {
		return s.Fail
	}
	work := s.tables.clone()
	if err := do(&view{store: s, tables: &work, officer: officer}); err != nil {
		return err
	}
	s.tables = work
	return nil
}

// KeepTyping keeps what is being typed on a form.
func (s *Store) KeepTyping(_ context.Context, t office.Typing) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fail != nil {
		return s.Fail
	}
	s.typing[t.Petition] = t
	return nil
}

// DropTyping forgets it.
func (s *Store) DropTyping(_ context.Context, petition string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.typing, petition)
	return nil
}

// Typings returns what is being typed on every form that lies open.
func (s *Store) Typings(context.Context) ([]office.Typing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.typing)), nil
}

// Kinds returns the kinds of the entries so far.
func (s *Store) Kinds() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.Acts)
}

// Acknowledge is central's word on everything so far.
func (s *Store) Acknowledge() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.journal.Pending, s.journal.Acknowledged, s.journal.LastSync, s.unsent = 0, s.journal.Entries, s.Now(), nil
	for n, c := range s.certificates {
		if c.Status == certificate.Provisional {
			c.Status = certificate.Final
			s.certificates[n] = c
		}
	}
}

// CheckPassword compares.
func (s *Store) CheckPassword(_ context.Context, officer, password string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if want, ok := s.Passwords[officer]; !ok || want != password {
		return &office.Error{Op: "check the password", Code: "wrong_password"}
	}
	return nil
}

// view is a Reader and Writer. What no screen reads is left to the nil Reader.
type view struct {
	office.Reader
	*tables
	store   *Store
	officer string
}

func found[K comparable, V any](m map[K]V, k K) (V, error) {
	v, ok := m[k]
	if !ok {
		return v, fmt.Errorf("%v: %w", k, office.ErrNotFound)
	}
	return v, nil
}

func (v *view) Record(reg, id string) (register.Record, error) {
	switch reg {
	case register.Residents:
		r, err := found(v.residents, id)
		rec := r.Record()
		if v.gave[id] != nil {
			rec.Fields[register.SameGave] = v.gave[id]
		}
		return rec, err
	case register.Households:
		h, err := v.Household(id)
		return h.Record(), err
	case register.Visits:
		return found(v.visits, id)
	}
	return register.Record{}, fmt.Errorf("%s %s: %w", reg, id, office.ErrNotFound)
}

func (v *view) Resident(id string) (register.Resident, error) {
	r, err := found(v.residents, id)
	return v.staying(r), err
}

func (v *view) ResidentByNumber(n string) (register.Resident, error) {
	for _, r := range v.residents {
		if r.NationalNumber == n {
			return v.staying(r), nil
		}
	}
	return register.Resident{}, fmt.Errorf("resident: %w", office.ErrNotFound)
}

func (v *view) Household(id string) (register.Household, error) { return found(v.households, id) }

func (v *view) Members(household string) ([]register.Resident, error) {
	var out []register.Resident
	for _, r := range v.residents {
		if r.Household == household && r.SameAs == "" {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b register.Resident) int {
		if (a.Position == register.Head) != (b.Position == register.Head) {
			if a.Position == register.Head {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Birth.String()+a.ID, b.Birth.String()+b.ID)
	})
	return out, nil
}

func (v *view) Find(query string, limit int) ([]office.Hit, error) {
	var out []office.Hit
	for _, id := range slices.Sorted(maps.Keys(v.residents)) {
		r := v.residents[id]
		if called(r, query) && r.SameAs == "" && len(out) < limit {
			out = append(out, office.Hit{What: "resident", ID: r.ID, Title: r.Name("th"), Detail: v.households[r.Household].Address.Line(), Resident: r})
		}
	}
	for _, p := range v.petitions {
		if strings.EqualFold(p.Number, query) && len(out) < limit {
			out = append(out, office.Hit{What: "petition", ID: p.ID, Title: p.Number, Form: p.Form, State: p.State})
		}
	}
	return out, nil
}

// called reports whether a resident is found by a text.
func called(r register.Resident, text string) bool {
	match := strings.HasPrefix(r.NationalNumber, text)
	for lang, n := range r.Names {
		match = match || strings.Contains(strings.ToLower(n.Full(lang)), strings.ToLower(text))
	}
	return match
}

func (v *view) Petition(id string) (petition.Petition, error) { return found(v.petitions, id) }

func (v *view) Petitions(f office.PetitionFilter) ([]petition.Petition, error) {
	out := v.selected(f)
	slices.SortFunc(out, func(a, b petition.Petition) int {
		newest := cmp.Or(cmp.Compare(b.Changed, a.Changed), strings.Compare(b.ID, a.ID))
		switch f.Order {
		case office.OldestFirst:
			return -newest
		case office.ByNumber:
			return cmp.Or(strings.Compare(a.Number, b.Number), newest)
		case office.ByState:
			return cmp.Or(strings.Compare(string(a.State), string(b.State)), newest)
		}
		return newest
	})
	if f.Turned {
		slices.Reverse(out)
	}
	out = out[min(f.Offset, len(out)):]
	if f.Limit > 0 && len(out) > f.Limit {
		out = out[:f.Limit]
	}
	return out, nil
}

// CountPetitions returns how many petitions a filter selects.
func (v *view) CountPetitions(f office.PetitionFilter) (int, error) { return len(v.selected(f)), nil }

func (v *view) selected(f office.PetitionFilter) []petition.Petition {
	var out []petition.Petition
	for _, p := range v.petitions {
		began, handedIn := cmp.Or(p.Holder, p.CreatedBy), cmp.Or(p.Holder, p.SubmittedBy)
		if len(f.States) > 0 && !slices.Contains(f.States, p.State) || f.Resident != "" && p.Resident != f.Resident ||
			f.Officer != "" && began != f.Officer && handedIn != f.Officer ||
			f.Text != "" && p.Number != f.Text && (p.Resident == "" || !called(v.residents[p.Resident], f.Text)) {
			continue
		}
		out = append(out, p)
	}
	return out
}

func (v *view) Certificate(n string) (office.Certificate, error) { return found(v.certificates, n) }

func (v *view) Certificates(petition string) ([]office.Certificate, error) {
	var out []office.Certificate
	for _, n := range slices.Sorted(maps.Keys(v.certificates)) {
		if c := v.certificates[n]; c.Petition == petition {
			out = append(out, c)
		}
	}
	return out, nil
}

// formats are how the office writes its numbers.
var formats = map[string]string{number.Certificates: "ทร.%[1]s-%[2]d-%06[3]d", number.Receipts: "%[1]s/69/%05[3]d"}

func (v *view) NextNumber(kind string) (act.NumberUse, error) {
	n := v.numbers[kind]
	if kind != number.Sheets && n > v.last[kind] {
		return act.NumberUse{}, office.ErrNoNumbers
	}
	if kind == number.Sheets {
		free, err := v.FreeNumbers(kind, 1)
		return append(free, act.NumberUse{})[0], err
	}
	return act.NumberUse{Lease: kind, Number: n, Text: number.Lease{Office: v.store.Office, Year: 2569, Format: formats[kind]}.Text(n)}, nil
}

func (v *view) NumbersLeft(kind string) (int, error) {
	if kind == number.Sheets {
		free, err := v.FreeNumbers(kind, 1<<20)
		return len(free), err
	}
	return int(v.last[kind] - v.numbers[kind] + 1), nil
}

func (v *view) Officer(id string) (act.Officer, error) {
	for _, o := range v.officers {
		if o.ID == id {
			return o, nil
		}
	}
	return act.Officer{}, fmt.Errorf("officer %s: %w", id, office.ErrNotFound)
}

func (v *view) Officers() ([]act.Officer, error) { return slices.Clone(v.officers), nil }

func (v *view) Journal() (office.JournalState, error) { return v.journal, nil }

// AppendAll appends one after the other.
func (v *view) AppendAll(acts []office.Act) error {
	for _, a := range acts {
		if err := v.Append(a.Kind, a.Subject, a.Base, a.Payload); err != nil {
			return err
		}
	}
	return nil
}

// Append folds the act into the tables.
func (v *view) Append(kind, subject string, _ uint64, payload any) error {
	if err := v.fold(kind, payload); err != nil {
		return err
	}
	if a, ok := payload.(act.Attaching); ok {
		v.attached = append(v.attached, office.Attached{Hash: a.Hash, Subject: subject, Name: a.Name, MIME: a.MIME, Size: a.Size, Here: a.Size, Officer: v.officer, At: v.store.Now(), Place: office.AttachmentWaiting})
	}
	if l, ok := payload.(act.Viewing); ok {
		v.looked(l)
	}
	v.Acts = append(v.Acts, kind)
	v.journal.Entries++
	v.journal.Pending++
	v.journal.Station = "TH-5001-D01"
	v.waits(kind, subject, payload)
	return nil
}

func (v *view) fold(kind string, payload any) error {
	v.enter(kind, payload)
	id := petition.Concerns(payload)
	switch p := payload.(type) {
	case act.Officer:
		if kind == act.OfficerSet {
			v.officers = append(slices.DeleteFunc(slices.Clone(v.officers), func(o act.Officer) bool { return o.ID == p.ID }), p)
		}
	case act.Change:
		v.changeVisit(p)
		v.changeResident(p)
	case act.LeftCard:
		v.cards = slices.DeleteFunc(v.cards, func(c office.CardLeft) bool { return c.ID == p.ID })
		if kind == act.CardLeft {
			v.cards = append(v.cards, office.CardLeft{ID: p.ID, Station: v.officer, At: v.store.Now().UnixMilli()})
		}
	case act.Joining:
		c, _ := act.ChangeOf(kind, p)
		v.changeResident(c)
	case act.TakeOut:
		v.takeOut(kind, p)
	case act.Payment:
		v.numbers[number.Receipts] = p.Receipt.Number + 1
	case act.Certificate:
		v.numbers[number.Certificates] = p.Number.Number + 1
		doc, err := certificate.Decode(p.Document)
		if err != nil {
			return err
		}
		v.certificates[p.Number.Text] = office.Certificate{Number: p.Number.Text, Petition: p.Petition, Status: certificate.Prepared, Document: doc, Seal: p.Seal}
	case act.Printing:
		c, ok := v.certificates[p.Number]
		if !ok {
			return nil // a receipt
		}
		id = c.Petition
		switch kind {
		case act.CertificateIssued:
			c.Status, c.Prints = certificate.Provisional, c.Prints+1
		case act.CertificateReprinted:
			c.Prints++
		case act.CertificateVoided:
			c.Status = certificate.Void
		}
		v.certificates[p.Number] = c
	}
	if id == "" {
		return nil
	}
	next, err := v.petitions[id].Apply(kind, payload, petition.Stamp{Officer: v.officer, Office: v.store.Office, At: v.store.Now()})
	if err == nil {
		v.petitions[id] = next
		if kind == act.PetitionSubmitted {
			v.handings[id] = append(slices.Clone(v.handings[id]), office.Handing{By: v.officer, At: v.store.Now().UnixMilli()})
		}
	}
	return err
}

// CardsLeft returns the cards that nobody has given back.
func (v *view) CardsLeft() ([]office.CardLeft, error) { return v.cards, nil }

// Handings returns when a petition was handed in.
func (v *view) Handings(petition string) ([]office.Handing, error) { return v.handings[petition], nil }

// Payments returns the fees taken after since, the oldest first.
func (v *view) Payments(since time.Time) ([]office.Payment, error) {
	var out []office.Payment
	for _, p := range v.petitions {
		for _, paid := range p.Paid {
			if time.UnixMilli(paid.At).After(since) {
				out = append(out, v.payment(p, paid))
			}
		}
	}
	slices.SortFunc(out, func(a, b office.Payment) int { return strings.Compare(a.Receipt, b.Receipt) })
	return out, nil
}

func (v *view) payment(p petition.Petition, paid petition.Payment) office.Payment {
	return office.Payment{Receipt: paid.Receipt, Petition: p.ID, Amount: paid.Amount, Method: paid.Method, Officer: paid.By, At: time.UnixMilli(paid.At), Prints: v.prints[paid.Receipt]}
}

// WantAttachment does nothing: the rehearsal has no central.
func (s *Store) WantAttachment(context.Context, string) error { return nil }
