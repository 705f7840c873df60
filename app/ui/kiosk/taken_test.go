package kiosk_test

import (
	"testing"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
)

// TestPaperIsInHerLanguage promises that whatever slip a kiosk prints for somebody,
// in whichever way it comes to it, speaks the language that she chose.
func TestPaperIsInHerLanguage(t *testing.T) {
	const ticket, receipt = "창구 번호표", "수수료 영수증"
	for _, way := range []struct {
		name, says string
		do         func(*kiosk.Kiosk, *rehearsal.Office)
	}{
		{"to the counter", ticket, func(k *kiosk.Kiosk, _ *rehearsal.Office) { k.AtCounter() }},
		{"paid in coins", receipt, func(k *kiosk.Kiosk, _ *rehearsal.Office) { k.Pay() }},
		{"paid by card", receipt, func(k *kiosk.Kiosk, _ *rehearsal.Office) { k.PayByCard() }},
		{"paid to an officer", receipt, func(k *kiosk.Kiosk, _ *rehearsal.Office) {
			k.CallOfficer()
			k.PaidTo("somchai", rehearsal.Password)
		}},
		{"left after she had paid", ticket, func(k *kiosk.Kiosk, o *rehearsal.Office) {
			o.Printer.Fail(office.Failed, "printer.paper_out")
			k.Pay()
			o.Printer.Fail(office.Printed, "")
			k.Wipe()
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			k, o, _, _ := open(t)
			toReview(t, k, o)
			k.Submit()
			at(t, k, kiosk.Payment)
			way.do(k, o)
			if len(o.Printer.Receipts) == 0 {
				t.Fatal("nothing was printed")
			}
			if slip := o.Printer.Receipts[len(o.Printer.Receipts)-1]; slip.Subtitle != way.says || slip.Language != "th" {
				t.Errorf("printed %+v", slip)
			}
		})
	}
}
