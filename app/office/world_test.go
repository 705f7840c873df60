package office_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/google/uuid"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/paper"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/app/words"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/forms/seal"
	"sala/sync/wire"
)

// world is an office over the real store, pack and typesetter, with printers
// that do as they are told.
type world struct {
	*office.Office
	store            *store.Store
	pages            *printer
	receipts         *printer
	clerk, registrar *office.Session
	second           *office.Session // another who approves; see reopen
	home, other      invented.Home
	now              time.Time
}

// printer answers with what was set, once; otherwise it prints.
type printer struct {
	answer  office.Outcome
	err     error
	printed int
	cut     bool // the power fails in the middle of the next job
}

func (p *printer) Name() string { return "test" }

func (p *printer) do() (office.Outcome, error) {
	if p.cut {
		p.cut = false
		panic("power cut")
	}
	o, err := p.answer, p.err
	p.answer, p.err = "", nil
	if o == "" {
		p.printed++
		return office.Printed, nil
	}
	return o, err
}

func (p *printer) PrintPage(context.Context, string, []byte) (office.Outcome, error) { return p.do() }
func (p *printer) PrintReceipt(context.Context, office.Receipt) (office.Outcome, error) {
	return p.do()
}

const password = "right horse"

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := t.Context()
	w := &world{pages: &printer{}, receipts: &printer{}, now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("ICT", 7*3600))}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err := store.Create(ctx, t.TempDir(), store.Options{
		Station: "TH-5014-D01", Office: invented.ThaiOffice, Officer: act.Officer{ID: "clerk", Roles: []string{"clerk", "administrator"}}, Password: password,
		Environment: store.Environment{Now: func() time.Time { return w.now }, Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1}},
	})
	must(err)
	t.Cleanup(func() { s.Close() })
	w.store = s
	for _, o := range []act.Officer{
		{ID: "registrar", Roles: []string{"registrar"}, Names: map[string]string{"th": "นายทดสอบ ตัวอย่าง"}, Title: map[string]string{"th": "นายทะเบียน"}},
		{ID: "auditor", Roles: []string{"auditor"}},
	} {
		must(s.Write(ctx, "clerk", func(x office.Writer) error { return x.Append(act.OfficerSet, "officer/"+o.ID, 0, o) }))
		must(s.SetPassword(ctx, o.ID, password))
	}
	for i, kind := range []string{number.Certificates, number.Receipts} {
		must(s.AddLease(ctx, number.Lease{ID: kind, Kind: kind, Office: invented.ThaiOffice, Station: "TH-5014-D01", Year: 2569, From: 1, To: 9,
			Format: []string{"C%[1]s-%[2]d-%[3]d", "R%[1]s-%[2]d-%[3]d"}[i], Expires: w.now.AddDate(1, 0, 0).Unix()}))
	}
	page := wire.Page{Cursor: 1}
	for home := range invented.People(7, 40) {
		if w.home.Household.ID == "" && len(home.Residents) >= 3 {
			w.home = home
		} else {
			w.other = home
		}
		for _, rec := range append([]register.Record{home.Household.Record()}, records(home.Residents)...) {
			body, err := act.Encode(rec)
			must(err)
			page.Changes = append(page.Changes, wire.Change{Position: uint64(len(page.Changes) + 1), Office: rec.Office, What: wire.WhatRecord,
				ID: rec.Register + "/" + rec.ID, Version: 1, Body: body})
		}
	}
	must(s.ApplyPage(ctx, page))
	forms, err := pack.Load(packs.Files("th"))
	must(err)
	templates, err := certificate.LoadTemplates(packs.Files("th"))
	must(err)
	catalogue, err := words.Open()
	must(err)
	_, _, station, err := seal.Demonstration(rand.Reader, invented.ThaiOffice, "TH-5014-D01", w.now.AddDate(-1, 0, 0), w.now.AddDate(1, 0, 0))
	must(err)
	typesetter, err := paper.New(station, catalogue)
	must(err)
	w.Office = office.New(office.Config{
		Profile: office.Profile{Office: invented.ThaiOffice, Station: "TH-5014-D01", Country: "TH", Names: map[string]string{"th": "สำนักทะเบียนตัวอย่าง"}},
		Store:   s, Forms: forms, Templates: templates, Offers: forms.Offers, Policy: register.Policies(forms.Registers()), Paper: typesetter, Words: catalogue, Pages: w.pages, Receipts: w.receipts,
		Now: func() time.Time { return w.now }, NewID: func() string { return uuid.Must(uuid.NewV7()).String() },
	})
	w.clerk, err = w.SignIn(ctx, "clerk", password)
	must(err)
	w.registrar, err = w.SignIn(ctx, "registrar", password)
	must(err)
	return w
}

func records(residents []register.Resident) (out []register.Record) {
	for _, r := range residents {
		out = append(out, r.Record())
	}
	return out
}

// submitted brings a petition of the house-register copy to the registrar.
func (w *world) submitted(t *testing.T) petition.Petition {
	t.Helper()
	p, err := w.submit(t, w.clerk)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) submit(t *testing.T, s *office.Session) (petition.Petition, error) {
	t.Helper()
	holder := w.home.Residents[0]
	v, err := s.Identify(t.Context(), office.Card{NationalNumber: holder.NationalNumber, Names: holder.Names, Birth: holder.Birth, Sex: holder.Sex})
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Begin(t.Context(), "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(t.Context(), d, "purpose", "school"); err != nil {
		t.Fatal(err)
	}
	return s.Submit(t.Context(), d)
}

func (w *world) approved(t *testing.T) petition.Petition {
	t.Helper()
	p, err := w.registrar.Approve(t.Context(), w.submitted(t), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// paid brings a petition to where the certificate can be made out.
func (w *world) paid(t *testing.T) petition.Petition {
	t.Helper()
	p := w.approved(t)
	paid, err := w.clerk.TakeFee(t.Context(), p.ID, office.Tender{Method: "cash"})
	if err != nil {
		t.Fatal(err)
	}
	return paid.Petition
}

// issued brings a petition to its certificate on paper.
func (w *world) issued(t *testing.T) office.Issued {
	t.Helper()
	out, err := w.clerk.Issue(t.Context(), w.paid(t).ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// wantCode fails unless err has the code.
func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if got := office.CodeOf(err); got != code {
		t.Errorf("code %q, want %q (%v)", got, code, err)
	}
}
