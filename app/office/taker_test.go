package office_test

import (
	"slices"
	"strings"
	"testing"

	"sala/app/office"
)

// TestSlipsSpeakToWhoTakesThem promises that what tells a citizen what to do stands
// on a ticket and a receipt in the language that she chose, and what an officer reads
// in the office's, whichever the two are; that nothing stands twice where they are the
// same or it is not known; and that what a desk prints again is in the office's.
func TestSlipsSpeakToWhoTakesThem(t *testing.T) {
	titles := map[string][2]string{"th": {"บัตรคิวสำหรับเคาน์เตอร์", "ใบเสร็จรับเงิน"}, "ko": {"창구 번호표", "수수료 영수증"}, "en": {"Ticket for the desk", "Receipt"}}
	todo := map[string][2]string{"th": {"แสดงบัตรนี้ที่เคาน์เตอร์", "โปรดเก็บใบเสร็จนี้ไว้เป็นหลักฐาน"}, "ko": {"창구에 이 번호표를 보여 주세요", "이 영수증을 보관하여 주십시오"}, "en": {"Show this at the counter", "Please keep this receipt"}}
	labels := map[string][2]string{"th": {"คิวที่", "รวมเงิน"}, "ko": {"대기 번호", "합계"}, "en": {"Queue number", "Total"}}
	services := map[string]string{"th": "คัดและรับรองสำเนาทะเบียนบ้าน", "ko": "주택등록부 등본", "en": "Certified copy of the house register"}
	check := func(t *testing.T, slip office.Receipt, of, hers string, kind int) {
		t.Helper()
		subtitle, label, service := "", labels[of][kind], 1
		if hers != of {
			subtitle, label, service = titles[hers][kind], label+" / "+labels[hers][kind], 2
		}
		if slip.Language != of || slip.Title != titles[of][kind] || slip.Subtitle != subtitle || slip.TotalLabel != label {
			t.Errorf("in %s: %q, %q, %q", slip.Language, slip.Title, slip.Subtitle, slip.TotalLabel)
		}
		if last := slip.Foot[len(slip.Foot)-1]; last != todo[hers][kind] {
			t.Errorf("it tells her %q", last)
		}
		named := 0
		for _, l := range slip.Lines {
			if strings.HasPrefix(l.Label, services[of]) || strings.HasPrefix(l.Value, services[of]) || strings.HasPrefix(l.Label, services[hers]) {
				named++
			}
		}
		if named != service {
			t.Errorf("the service is named %d times: %+v", named, slip.Lines)
		}
	}
	w := newWorld(t)
	for _, country := range []struct{ code, language string }{{"TH", "th"}, {"KR", "ko"}} {
		w.Office.Profile.Country = country.code
		for _, chosen := range []string{"th", "ko", "en", "xx"} {
			t.Run(country.code+"/"+chosen, func(t *testing.T) {
				hers := chosen
				if titles[hers] == [2]string{} {
					hers = country.language
				}
				printer := &slips{}
				w.Office.Receipts, w.Office.Queue = printer, &line{numbers: []string{"A12"}}
				p := w.approved(t)
				if _, _, err := w.clerk.For(chosen).HandOver(t.Context(), p.ID, "kiosk.counter"); err != nil {
					t.Fatal(err)
				}
				check(t, printer.printed[0], country.language, hers, 0)
				paid, err := w.clerk.For(chosen).TakeFee(t.Context(), p.ID, office.Tender{Method: "cash", Tendered: 10_000})
				if err != nil {
					t.Fatal(err)
				}
				check(t, printer.printed[1], country.language, hers, 1)
				again, _, err := w.clerk.ReprintReceipt(t.Context(), paid.Receipt.Number, "lost")
				if err != nil || !slices.Contains(again.Foot, todo[country.language][1]) {
					t.Fatalf("%+v, %v", again, err)
				}
				check(t, again, country.language, country.language, 1)
			})
		}
	}
}
