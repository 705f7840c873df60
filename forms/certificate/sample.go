package certificate

import (
	"fmt"

	"sala/forms/calendar"
)

// Specimen returns the particulars of a sample of t, by invented people.
func Specimen(t *Template) Issue {
	in := Issue{On: calendar.Date{Year: 2026, Month: 11, Day: 22}, At: 1795329600, Mode: "specimen", AsOf: "2026-11-22 09:30"}
	switch t.Country {
	case "KR":
		in.Number = "KR-3001-2026-000045"
		in.Issuer = Issuer{ID: "KR-3001", Names: map[string]string{"ko": "한밭시 솔내구청장", "en": "Head of Solnae District, Hanbat City"}}
		in.Officer = Signatory{ID: "officer-b", Name: "박하늘", Title: "민원 담당"}
		in.Fee = "수수료 400원"
	default:
		in.Number = "TH-5001-2569-000128"
		in.Issuer = Issuer{ID: "TH-5001", Names: map[string]string{"th": "สำนักทะเบียนท้องถิ่นเทศบาลเมืองบ้านสวน", "en": "Ban Suan Municipality"}}
		in.Officer = Signatory{ID: "officer-a", Name: "นางสาวฟ้าใส ปั้นทอง", Title: "นายทะเบียนท้องถิ่น"}
		in.Fee = "ค่าธรรมเนียม 20 บาท"
	}
	return in
}

// SampleDocument is a filled template.
type SampleDocument struct {
	Template string
	Document Document
}

// Samples returns one specimen of every template, with invented people.
func (ts *Templates) Samples() ([]SampleDocument, error) {
	out := make([]SampleDocument, len(ts.all))
	for i, t := range ts.all {
		doc, err := t.Fill(t.Sample, Specimen(t))
		if err != nil {
			return nil, fmt.Errorf("sample of %s: %w", t.ID, err)
		}
		out[i] = SampleDocument{t.ID, doc}
	}
	return out, nil
}
