package office_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/number"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
)

// records that the certificates speak of, beside the residents of the world.
var certifiedOf = []register.Record{
	{Register: register.Residents, ID: "K1", Fields: register.Fields{"number": "9005012123453", "first_ko": "서연", "last_ko": "김", "birth": "1990-05-01", "sex": "female", "moved_in": "2020-01-02", "moved_from": "서울특별시", "household": "HK"}},
	{Register: register.Households, ID: "HK", Fields: register.Fields{"code": "1", "country": "KR", "house": "12", "road": "양근로", "district": "양평군", "province": "경기도"}},
	{Register: register.Taxes, ID: "T1", Fields: register.Fields{"number": "A1", "payer": "1101700230708", "kind": "land", "year": int64(2569), "amount": int64(50000), "paid": int64(50000), "paid_on": "2026-03-02"}},
	{Register: register.Taxes, ID: "T2", Fields: register.Fields{"number": "A2", "payer": "1101700230708", "kind": "sign", "year": int64(2569), "paid": int64(999), "paid_on": "2026-03-02"}},
	{Register: register.Lands, ID: "L1", Fields: register.Fields{"parcel": "4183025021-10012-0003", "lot": "산 12-3", "use": "임야", "area": "1320", "owner_name": "김서연", "value": int64(4000), "valued_on": "2026-01-01"}},
	{Register: register.Vehicles, ID: "V1", Fields: register.Fields{"plate": "12가3456", "vin": "KSALA000000000001", "year": int64(2021), "first_registered": "2021-04-09", "owner_name": "김서연", "owner": "9005012123453", "owner_address": "양평군", "transferred": "2024-10-31"}},
}

// Every form that leads to a certificate makes it out from its own example, all
// the way to paper.
func TestEveryCertificateIsMadeOutFromItsForm(t *testing.T) {
	ctx := t.Context()
	for _, country := range packs.Countries() {
		forms, err := pack.Load(packs.Files(country))
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t)
		conf := w.Config
		conf.Forms, conf.Templates, conf.Holidays, conf.Profile.Country = forms, forms.Templates(), forms.Holidays(), strings.ToUpper(country)
		w.Office = office.New(conf)
		w.reopen(t)
		w.moreNumbers(t, 40)
		for _, rec := range certifiedOf {
			w.put(t, rec)
		}
		for _, f := range forms.Forms() {
			for _, o := range f.LeadsTo {
				if o.Certificate == "" || !strings.HasPrefix(f.ID, country) {
					continue
				}
				t.Run(o.Certificate, func(t *testing.T) {
					answers := example(t, f.ID)
					number := w.home.Residents[1].NationalNumber
					for question, answer := range map[string]any{"move_kind": "out", "dead_number": number, "copy_kind": "person"} {
						if _, asked := answers[question]; asked {
							answers[question] = answer
						}
					}
					if o.Certificate == "kr.resident-register" {
						answers["copy_kind"] = "household"
					}
					p := w.decided(t, ctx, f.ID, answers)
					issued, err := w.clerk.Issue(ctx, p.ID, nil)
					if err != nil {
						t.Fatal(err)
					}
					doc := issued.Certificate.Document
					if doc.Template != o.Certificate || doc.Subject.Name == "" || len(issued.PDF) == 0 {
						t.Errorf("%s of %q", doc.Template, doc.Subject.Name)
					}
					if doc.Order() != "" {
						t.Errorf("officers approved it, and it names the order %q", doc.Order())
					}
					for _, b := range doc.Blocks {
						checkBlock(t, b)
					}
				})
			}
		}
	}
}

// moreNumbers leases numbers of certificates beyond the first few.
func (w *world) moreNumbers(t *testing.T, n uint64) {
	t.Helper()
	err := w.store.AddLease(t.Context(), number.Lease{ID: "more", Kind: number.Certificates, Office: invented.ThaiOffice, Station: "TH-5014-D01", Year: 2569, From: 10, To: 9 + n,
		Format: "C%[1]s-%[2]d-%[3]d", Expires: w.now.AddDate(1, 0, 0).Unix()})
	if err != nil {
		t.Fatal(err)
	}
}

// checkBlock looks for what an expression that failed would leave on paper.
func checkBlock(t *testing.T, b certificate.Block) {
	t.Helper()
	var texts []string
	for _, r := range b.Rows {
		texts = append(texts, r.Value)
	}
	if b.Table != nil {
		for _, row := range b.Table.Rows {
			texts = append(texts, row...)
		}
	}
	for _, s := range texts {
		for _, bad := range []string{"map[", "<nil>", "%!", "{"} {
			if strings.Contains(s, bad) {
				t.Errorf("it says %q", s)
			}
		}
	}
}

// reopen signs the officers in to another office over the same store, one who
// approves in every line among them.
func (w *world) reopen(t *testing.T) {
	t.Helper()
	var err error
	for _, id := range []string{"registrar", "auditor"} {
		o := act.Officer{ID: id, Roles: []string{"registrar", "head", "engineer"}, Names: map[string]string{"th": "นายทดสอบ ตัวอย่าง", "ko": "시험관"}, Title: map[string]string{"th": "นายทะเบียน", "ko": "등록관"}}
		err = errors.Join(err, w.store.Write(t.Context(), "clerk", func(x office.Writer) error { return x.Append(act.OfficerSet, "officer/"+o.ID, 0, o) }))
	}
	if err == nil {
		w.clerk, err = w.Enter(t.Context(), "clerk")
	}
	if err == nil {
		w.registrar, err = w.Enter(t.Context(), "registrar")
	}
	if err == nil {
		w.second, err = w.Enter(t.Context(), "auditor")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// decided fills a form, submits it, has it approved along its line and takes
// the fee.
func (w *world) decided(t *testing.T, ctx context.Context, form string, answers map[string]any) petition.Petition {
	t.Helper()
	d := w.filled(t, form, answers)
	p, err := w.clerk.SubmitAnyway(ctx, d, "a test")
	if err != nil {
		for _, x := range d.Sheet.Problems() {
			t.Logf("%s: %s %v", x.Question, x.Code, x.Args)
		}
		t.Fatal(err)
	}
	for next := w.registrar; p.State != petition.Approved; next = w.second {
		if p, err = next.Approve(ctx, p, ""); err != nil {
			t.Fatal(err)
		}
	}
	if p.Due().Minor > 0 {
		paid, err := w.clerk.TakeFee(ctx, p.ID, office.Tender{Method: "cash"})
		if err != nil {
			t.Fatal(err)
		}
		p = paid.Petition
	}
	return p
}
