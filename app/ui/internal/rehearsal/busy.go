package rehearsal

import (
	"context"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/petition"
)

// Busy brings in what a desk finds at nine in the morning: two petitions that
// citizens handed over at the kiosk, and a paper of the day before to which
// central objected.
func (o *Office) Busy() {
	ctx, kiosk := context.Background(), o.Kiosk()
	for _, asked := range []struct{ form, says string }{{"elderly", "รับเงินทางธนาคาร"}, {"move-out", "ย้ายไปจังหวัดลำพูน"}} {
		draft, err := kiosk.Begin(ctx, asked.form, office.Visitor{PIN: true})
		if err == nil {
			err = kiosk.Answer(ctx, draft, "remarks", asked.says)
		}
		var p petition.Petition
		if err == nil {
			p, err = kiosk.Submit(ctx, draft)
		}
		if err == nil {
			_, _, err = kiosk.HandOver(ctx, p.ID, "kiosk.counter")
		}
		if err != nil {
			panic(err) // in memory
		}
	}
	o.Store.object(o.Clock.At.AddDate(0, 0, -1).UnixMilli())
}

// object has central object to a paper of a time.
func (s *Store) object(at int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const number = "ทร.5001-2569-000123"
	day := calendar.Date{Year: 2026, Month: 11, Day: 21}
	who := s.residents["R2"]
	s.petitions["01JC00000001"] = petition.Petition{ID: "01JC00000001", Number: "TH-5001-D01-00000000", Office: s.Office, Form: "house-register-copy", FormVersion: "1.0.0", Resident: who.ID,
		State: petition.Delivered, CreatedBy: "somchai", SubmittedBy: "somchai", Created: at, Changed: at, Version: 6,
		Certificates: []petition.Certificate{{Number: number, Outcome: string(office.Printed)}}}
	s.certificates[number] = office.Certificate{Number: number, Petition: "01JC00000001", Status: certificate.Objected, Prints: 1,
		Document: certificate.Document{Template: "th.house-register-copy", Language: "th", Number: number, Title: "สำเนาทะเบียนบ้าน", Issued: day, Subject: certificate.Subject{Name: who.Name("th")}}}
}
