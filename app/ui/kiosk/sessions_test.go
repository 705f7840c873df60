package kiosk_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kiosk"
	"sala/assets/packs"
	"sala/forms/pack"
)

// session is one visit to the kiosk with everything that may go wrong.
type session struct {
	k    *kiosk.Kiosk
	o    *rehearsal.Office
	c    *clock
	dice *rand.Rand

	country string         // whose delivered pack the office uses; "" the rehearsed forms
	pass    map[string]any // the answers to what was chosen
}

// step does one thing that a person, a device or the network may do.
func (s *session) step() {
	k, o, dice := s.k, s.o, s.dice
	pick := func(list ...string) string { return list[dice.IntN(len(list))] }
	switch dice.IntN(39) {
	case 0:
		k.Speak(pick("th", "ko", "en"))
	case 1, 2:
		k.Choose(pick("house-register-copy", "birth", "elderly", "move-in", "no-such"))
	case 3:
		o.Insert()
	case 4:
		o.Remove()
	case 5:
		o.Reader.Break(pick("card_pulled", "reader.no_answer"))
		k.ReadCard()
	case 6, 7:
		me(k)
	case 8, 9:
		k.Answer(pick("purpose", "copies", "remarks"), pick("bank", "3", "ฝากไว้"))
	case 10, 11, 12, 13:
		k.Next()
	case 14:
		k.Back()
	case 15, 16:
		k.Submit()
	case 17:
		o.Printer.Fail(office.Failed, pick("printer.paper_out", "printer.no_answer", "line.gone"))
	case 18:
		o.Printer.Fail(office.Unknown, "printer.unconfirmed")
	case 19, 20:
		o.Printer.Fail(office.Printed, "")
	case 21:
		var err error
		if dice.IntN(2) == 0 {
			err = rehearsal.Coded(pick("till.note_jam", "till.no_answer", "line.gone"))
		}
		o.Money.Put(err, []int64{500, 1000, 2000, 10000}[:dice.IntN(5)]...)
		k.Pay()
	case 22, 23:
		k.Pay()
	case 24:
		counter(k)
	case 25:
		k.Print()
	case 26:
		k.MoneyBack()
	case 27:
		k.Help()
	case 28:
		k.Dismiss()
	case 29:
		s.c.at = s.c.at.Add(time.Duration(dice.IntN(100)) * time.Second)
		k.Tick()
	case 30:
		o.SetLamps(func(l *office.Lamps) { l.Network.Light = office.Light(pick("good", "bad", "warn")) })
	case 31:
		o.Money.Empty(dice.IntN(3) == 0)
	case 32:
		k.Ticketed(pick("garbage", "TH-5001-D01-00000001"))
	case 34:
		code := pick("terminal.declined", "terminal.no_host", "terminal.unknown", "terminal.unknown")
		o.Bank.Fail(rehearsal.Coded(code), code == "terminal.unknown" && dice.IntN(2) == 0, dice.IntN(3))
		k.PayByCard()
	case 35, 36:
		k.PayByCard()
	case 38:
		k.TypePIN(pick("0000", "", rehearsal.PIN))
	case 37:
		o.Bank.Keep(dice.IntN(3) == 0)
	case 33:
		k.PaidTo("somchai", pick("wrong", rehearsal.Password))
	}
}

// lead does the next thing of a visit that goes as it should.
func (s *session) lead() {
	k := s.k
	switch v := k.View(); v.Page {
	case kiosk.Welcome:
		k.Speak([]string{"th", "ko", "en"}[s.dice.IntN(3)])
	case kiosk.Services:
		if n := len(v.Services); s.country != "" && n > 0 {
			f := v.Services[s.dice.IntN(n)].Form.ID
			of, _ := pack.ReadExample(packs.Files(s.country), f)
			s.pass = of.Pass
			k.Choose(f)
			return
		}
		k.Choose([]string{"house-register-copy", "house-register-copy", "house-register-copy", "elderly"}[s.dice.IntN(4)])
	case kiosk.PIN:
		k.TypePIN(rehearsal.PIN)
	case kiosk.Insert:
		if s.country != "" {
			s.o.Reader.Insert(holderOf(s.o.Profile.Country))
			s.o.Publish(office.Event{Kind: office.CardInserted})
			return
		}
		s.o.Insert()
	case kiosk.Confirm:
		me(k)
	case kiosk.Question:
		if x, there := s.pass[v.Path]; there {
			k.Answer(v.Path, x)
		} else if v.Path == "purpose" {
			k.Answer("purpose", "work")
		}
		k.Next()
	case kiosk.Review:
		k.Submit()
	case kiosk.Payment:
		if s.dice.IntN(2) == 0 {
			k.PayByCard()
		} else {
			k.Pay()
		}
	case kiosk.Printing:
		k.Print()
	case kiosk.Ticket:
		k.TicketTaken()
	case kiosk.Take:
		k.Leave()
	}
}

// Two hundred people come to the kiosk, and everything goes wrong that can, in
// every order: no page is stuck, nobody's money lies in the machine without a
// paper or a record, and nothing of anybody is left.
func TestTwoHundredSessions(t *testing.T) {
	for _, of := range []struct {
		country       string
		people, least int // who come, and who must have come to each page
	}{{"", 200, 20}, {"th", 50, 3}, {"kr", 50, 3}} {
		t.Run(of.country, func(t *testing.T) { crowd(t, of.country, of.people, of.least) })
	}
}

// crowd has people come to the kiosk of an office with a delivered pack, or with the
// rehearsed forms.
func crowd(t *testing.T, country string, people, least int) {
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	k := kiosk.New(options(o, c))
	defer k.Close()
	if country != "" {
		usePack(t, o, country)
		k.Wipe()
	}
	ends := map[string]int{}
	for n := range people {
		s := &session{k: k, o: o, c: c, dice: rand.New(rand.NewPCG(2569, uint64(n))), country: country}
		reached := map[kiosk.Page]bool{}
		for range 20 + s.dice.IntN(40) {
			if s.dice.IntN(3) > 0 {
				s.lead()
			} else {
				s.step()
			}
			reached[k.View().Page] = true
		}
		// Whoever it was walks away, the card is taken by somebody.
		o.Printer.Fail(office.Printed, "")
		for i := 0; i < 400 && !(k.View().Page == kiosk.Welcome && k.View().Language == ""); i++ {
			if i == 200 {
				o.Remove()
			}
			c.at = c.at.Add(time.Second)
			k.Tick()
		}
		if v := k.View(); v.Page != kiosk.Welcome || v.Language != "" || v.Visitor != nil || v.Form.Form != nil || v.Petition.ID != "" || v.Issued != nil || v.Lines != nil || v.Code != "" {
			t.Fatalf("after session %d the kiosk is at %s with %q and knows %+v", n, v.Page, v.Code, v)
		}
		o.Remove()
		o.Money.Empty(false)
		o.Bank.Keep(false)
		o.SetLamps(func(l *office.Lamps) { l.Network.Light = office.LightGood })
		for p := range reached {
			ends[string(p)]++
		}
		settled(t, o, n)
		if t.Failed() {
			return
		}
	}
	for _, p := range []kiosk.Page{kiosk.Take, kiosk.Ticket, kiosk.Payment, kiosk.Printing, kiosk.Question, kiosk.PIN} {
		if p == kiosk.PIN && country == "kr" {
			continue // no Korean service asks for it
		}
		if ends[string(p)] < least {
			t.Errorf("only %d sessions came to %s: %v", ends[string(p)], p, ends)
		}
	}
	t.Logf("pages reached: %v; the machine took %d and gave %d back", ends, o.Money.In, o.Money.Out)
}

// settled checks that every petition of the kiosk has an end, and that the
// machine's money is accounted for.
func settled(t *testing.T, o *rehearsal.Office, n int) {
	t.Helper()
	list, err := o.Kiosk().Petitions(context.Background(), office.PetitionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	accountOf(t, list).balances(t, o.Money.In-o.Money.Out+o.Bank.Holds())
	if t.Failed() {
		t.Logf("after session %d", n)
	}
}

// me and counter are buttons that only their own page has.
func me(k *kiosk.Kiosk) {
	if v := k.View(); v.Page == kiosk.Confirm && v.Visitor != nil && v.Visitor.Known {
		k.Me()
	}
}

func counter(k *kiosk.Kiosk) {
	if v := k.View(); v.Page == kiosk.Payment || v.Page == kiosk.Printing && v.Step == "" {
		k.AtCounter()
	}
}
