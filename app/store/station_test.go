package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// cheap makes passwords cost next to nothing.
var cheap = keys.Cost{Memory: 8, Time: 1, Threads: 1}

const (
	testStation  = "TH-5001-D01"
	testOffice   = "TH-5001"
	testPassword = "บ้านเลขที่ ๙"
)

func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// ticking is a clock that moves a second at every look.
func ticking() func() time.Time {
	t := noon()
	return func() time.Time { t = t.Add(time.Second); return t }
}

func create(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Create(context.Background(), dir, store.Options{
		Station: testStation, Office: testOffice, Officer: act.Officer{ID: "malee", Names: map[string]string{"th": "มาลี วงศ์ดี"}, Roles: []string{"clerk"}},
		Password: testPassword, Environment: store.Environment{Now: ticking(), Cost: cheap},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func open(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dir, store.Unlock{Officer: "malee", Password: testPassword}, store.Environment{Now: ticking(), Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func write(t testing.TB, s *store.Store, officer string, do func(office.Writer) error) {
	t.Helper()
	if err := s.Write(context.Background(), officer, do); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, s *store.Store, do func(office.Reader) error) {
	t.Helper()
	if err := s.Read(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// resident is an invented person.
func resident(i int) register.Resident {
	names := []struct{ th, last, en, family string }{
		{"สมหญิง", "ใจดี", "Somying", "Chaidi"}, {"กิตติพงศ์", "ศรีสุวรรณ", "Kittiphong", "Srisuwan"},
		{"ณัฐพล", "แสงทอง", "Nattapol", "Saengthong"}, {"วรรณา", "บุญมี", "Wanna", "Bunmi"},
	}
	n := names[i%len(names)]
	sex := register.Female
	if i%2 == 1 {
		sex = register.Male
	}
	return register.Resident{
		ID: fmt.Sprintf("r%07d", i), Version: 1, Office: testOffice, NationalNumber: fmt.Sprintf("%013d", 1500000000000+i*7919),
		Names: map[string]register.Name{"th": {First: n.th, Last: n.last}, "en": {First: n.en, Last: n.family}},
		Sex:   sex, Birth: calendar.Date{Year: 1950 + i%50, Month: 1 + i%12, Day: 1 + i%28}, Nationality: "TH",
		Household: fmt.Sprintf("h%06d", i/4), Position: map[bool]register.Position{true: register.Head, false: register.Occupant}[i%4 == 2],
	}
}

func household(i int) register.Household {
	return register.Household{ID: fmt.Sprintf("h%06d", i), Version: 1, Office: testOffice, HouseCode: fmt.Sprintf("5001%07d", i),
		Address: register.Address{Country: "TH", House: fmt.Sprintf("%d/%d", 1+i%300, i%9), Village: "4", Subdistrict: "สุเทพ", District: "เมืองเชียงใหม่", Province: "เชียงใหม่", Postcode: "50200"}}
}

// changes makes a page of the feed of records.
func changes(t testing.TB, position uint64, recs ...register.Record) wire.Page {
	t.Helper()
	p := wire.Page{}
	for _, rec := range recs {
		body, err := act.Encode(rec)
		if err != nil {
			t.Fatal(err)
		}
		position++
		p.Changes = append(p.Changes, wire.Change{Position: position, Office: rec.Office, What: "record", ID: rec.Register + "/" + rec.ID, Version: rec.Version, Body: body})
	}
	p.Cursor = position
	return p
}

// populate brings n residents and their households in by the feed.
func populate(t testing.TB, s *store.Store, n int) {
	t.Helper()
	var recs []register.Record
	for i := range n {
		recs = append(recs, resident(i).Record())
		if i%4 == 0 {
			recs = append(recs, household(i/4).Record())
		}
	}
	if err := s.ApplyPage(context.Background(), changes(t, 0, recs...)); err != nil {
		t.Fatal(err)
	}
}

func lease(kind string, from, to uint64) number.Lease {
	return number.Lease{ID: fmt.Sprintf("%s-%d", kind, from), Kind: kind, Office: testOffice, Station: testStation, Year: 2569, From: from, To: to,
		Format: "%[1]s-%[2]d-" + kind[:1] + "%06[3]d", Expires: noon().AddDate(0, 2, 0).Unix()}
}

// leases gives the station numbers of both kinds.
func leases(t testing.TB, s *store.Store) {
	t.Helper()
	for _, kind := range []string{number.Certificates, number.Receipts} {
		if err := s.AddLease(context.Background(), lease(kind, 1, 500)); err != nil {
			t.Fatal(err)
		}
	}
}

var twentyBaht = fee.Money{Minor: 2000, Currency: "THB"}

// submit drafts and submits a petition of a resident.
func submit(t testing.TB, s *store.Store, id, resident string) {
	t.Helper()
	if err := trySubmit(s, id, resident); err != nil {
		t.Fatal(err)
	}
}

func trySubmit(s *store.Store, id, resident string) error {
	ctx := context.Background()
	answers := map[string]any{"purpose": "สมัครงาน", "copies": int64(1)}
	if err := s.Write(ctx, "malee", func(w office.Writer) error {
		return w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Pack: "th@1.0.0", Resident: resident, Answers: answers})
	}); err != nil {
		return err
	}
	content, err := petition.Content("th.house-register-copy", "1", resident, answers, twentyBaht)
	if err != nil {
		return err
	}
	return s.Write(ctx, "malee", func(w office.Writer) error {
		return w.Append(act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Number: testStation + "-" + id, Answers: answers, Content: content, Fee: twentyBaht})
	})
}

// issue approves, takes the fee and puts a certificate on paper; it returns the
// certificate's number.
func issue(t testing.TB, s *store.Store, id string) string {
	t.Helper()
	var use act.NumberUse
	write(t, s, "somchai", func(w office.Writer) error {
		p, err := w.Petition(id)
		if err != nil {
			return err
		}
		return w.Append(act.PetitionApproved, "petition/"+id, p.Version, act.Decision{Petition: id, Content: p.Content})
	})
	write(t, s, "malee", func(w office.Writer) error {
		r, err := w.NextNumber(number.Receipts)
		if err != nil {
			return err
		}
		return w.Append(act.FeeTaken, "petition/"+id, 0, act.Payment{Petition: id, Amount: twentyBaht, Method: "cash", Receipt: r, Tendered: 10000})
	})
	write(t, s, "malee", func(w office.Writer) (err error) {
		if use, err = w.NextNumber(number.Certificates); err != nil {
			return err
		}
		doc := certificate.Document{Template: "th.house-register-copy", Language: "th", Number: use.Text, Title: "สำเนาทะเบียนบ้าน"}
		body, err := doc.Encode()
		if err != nil {
			return err
		}
		content := sha256.Sum256(body)
		return w.Append(act.CertificatePrepared, "certificate/"+use.Text, 0, act.Certificate{Number: use, Petition: id, Template: doc.Template, Document: body, Content: content[:], Seal: "SEAL"})
	})
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.CertificateIssued, "certificate/"+use.Text, 0, act.Printing{Number: use.Text, Printer: "folder", Outcome: "printed"})
	})
	return use.Text
}

// acknowledge plays central: it accepts everything up to the head but what
// says names.
func acknowledge(t testing.TB, s *store.Store, says map[uint64]wire.Verdict) {
	t.Helper()
	ctx := context.Background()
	h, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	from, err := s.Acknowledged(ctx)
	if err != nil {
		t.Fatal(err)
	}
	a := wire.Acknowledgement{Station: testStation, Through: h.Seq, Head: h.Hash, At: noon().UnixMilli()}
	for seq := from + 1; seq <= h.Seq; seq++ {
		v, ok := says[seq]
		if !ok {
			v = wire.Verdict{Outcome: wire.Accepted, Position: 1000 + seq}
		}
		v.Seq = seq
		a.Verdicts = append(a.Verdicts, v)
	}
	if err := s.Acknowledge(ctx, a); err != nil {
		t.Fatal(err)
	}
}

func officer(id string) act.Officer { return act.Officer{ID: id} }
