package kiosk_test

import (
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/kiosk"
	"sala/assets/packs"
	"sala/forms/pack"
)

// faults are what may go wrong with the devices, and how it is put right.
var faults = []struct{ on, off []string }{
	{[]string{"paper-out on"}, []string{"paper-out off"}},
	{[]string{"unplug printer"}, []string{"plug printer"}},
	{[]string{"notes-jam on"}, []string{"notes-jam off"}},
	{[]string{"coins-jam on"}, []string{"coins-jam off"}},
	{[]string{"hopper-jam on"}, []string{"hopper-jam off"}},
	{[]string{"money-mute on"}, []string{"money-mute off"}},
	{[]string{"unplug money"}, []string{"plug money"}},
	{[]string{"remove-after 40"}, nil},
	{[]string{"remove"}, nil},
	{[]string{"unplug reader"}, []string{"plug reader"}},
	{[]string{"noise reader 400"}, []string{"noise reader off"}},
	{[]string{"card-declined on"}, []string{"card-declined off"}},
	{[]string{"card-no-host on"}, []string{"card-no-host off"}},
	{[]string{"card-dies on"}, []string{"card-dies off", "card-mute off"}},
	{[]string{"unplug terminal"}, []string{"plug terminal"}},
	{[]string{"say barcode garbage", "say document garbage"}, nil},
}

// person is somebody who comes to a machine, with what goes wrong meanwhile.
type person struct {
	*machine
	dice     *rand.Rand
	tell     func(command string) bool
	cut      func() // the network
	password string // of an officer who is called
	reached  map[string]int

	wants string // the form
	pass  map[string]any
}

// patient is how often she tries a page that does not lead on.
const patient = 3

// visit leads one person as far as she comes, and returns the page that she leaves.
func (p *person) visit() kiosk.Page {
	p.aloud = p.dice.IntN(4) == 0
	fault, at := p.dice.IntN(2*len(faults)), p.dice.IntN(12)
	leaves, tries := 6+p.dice.IntN(40), map[string]int{}
	wild := p.dice.IntN(5) == 0 // presses what she likes
	for step := range 60 {
		if step == at {
			switch {
			case fault < len(faults):
				for _, c := range faults[fault].on {
					p.tell(c)
				}
			case fault < len(faults)+4:
				p.cut()
			}
		}
		p.idle(false)
		v := p.view()
		p.reached[string(v.Page)]++
		if v.Code != "" {
			p.reached["!"+v.Code]++
		}
		if v.Offline {
			p.reached["offline"]++
		}
		if step == leaves || v.Page == kiosk.Goodbye {
			if v.Visitor != nil && v.Page != kiosk.Goodbye {
				p.reached["left in the middle"]++
			}
			return v.Page
		}
		if tries[v.Title()]++; tries[v.Title()] > patient {
			p.elsewhere(v)
		} else if p.dice.IntN(20) == 0 || wild && p.dice.IntN(2) == 0 {
			p.reached["random touch"]++
			p.anything()
		} else {
			p.next(v)
		}
	}
	p.idle(false)
	return p.view().Page
}

func (p *person) one(of ...string) string { return of[p.dice.IntN(len(of))] }

func (p *person) does(f func()) { p.on.wait(f) }

// elsewhere does what is done when a page does not lead on.
func (p *person) elsewhere(v kiosk.View) {
	switch v.Page {
	case kiosk.Payment, kiosk.Printing:
		p.does(p.k.AtCounter)
	case kiosk.Question, kiosk.Services, kiosk.Insert, kiosk.PIN, kiosk.Officer:
		p.does(p.k.Wipe)
	default:
		p.next(v)
	}
}

// anything presses a key, or touches what need not be there.
func (p *person) anything() {
	k := p.k
	if p.studio != nil && p.dice.IntN(3) > 0 {
		keys := []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft, fyne.KeyRight, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF4, fyne.KeyF6, fyne.KeyF7, fyne.KeyF9}
		for range 1 + p.dice.IntN(12) {
			key := keys[p.dice.IntN(len(keys))]
			p.does(func() { (&hall{s: p.studio}).press(key) })
		}
		return
	}
	p.does([]func(){k.Back, k.Help, k.Dismiss, k.Touch, k.Next, k.Submit, k.Pay, k.PayByCard, k.Print, k.MoneyBack, k.GiveUp, k.ReadCard, k.TapName,
		func() { k.Speak(p.one("th", "ko", "en")) },
		func() { k.Look(kiosk.Way(p.one("", "letters", "events"))) },
		func() { k.Ticketed(p.one("garbage", "TH-5014-D01-00000001")) },
		func() { k.TypePIN(p.one("", "9999")) },
		func() { p.tell("remove") },
		func() { p.tell("insert " + p.one("thai", "old", "unknown", "mute")) },
		func() { p.c.at = p.c.at.Add(time.Duration(p.dice.IntN(70)) * time.Second); k.Tick() },
	}[p.dice.IntN(20)])
}

// next does what a person does at a page.
func (p *person) next(v kiosk.View) {
	k := p.k
	if v.Help {
		p.does(k.Help)
		return
	}
	switch v.Page {
	case kiosk.Welcome:
		p.does(func() { k.Speak(p.one("th", "ko", "en")) })
	case kiosk.Services:
		p.choose(v)
	case kiosk.Insert:
		if v.CardIn {
			p.does(k.ReadCard)
		} else {
			p.tell("insert")
		}
		p.until(func(v kiosk.View) bool { return v.Page != kiosk.Insert || v.Code != "" })
	case kiosk.Confirm:
		if v.Visitor.Known {
			p.does(k.Me)
		} else {
			p.does(k.Wipe)
		}
	case kiosk.PIN:
		p.does(func() { k.TypePIN(p.one("1234", "1234", "1234", "9999")) })
	case kiosk.Question:
		if x, there := p.pass[v.Path]; there {
			p.does(func() { k.Answer(v.Path, x) })
		}
		p.does(k.Next)
	case kiosk.Review:
		p.does(k.Submit)
	case kiosk.Payment:
		p.pay()
	case kiosk.Officer:
		p.does(func() { k.PaidTo("somjai", p.one("wrong", p.password)) })
	case kiosk.Document:
		p.does(k.Print)
	case kiosk.Printing:
		p.does([]func(){k.Print, k.AtCounter, k.MoneyBack}[p.dice.IntN(3)])
	case kiosk.Ticket:
		p.does(k.TicketTaken)
	case kiosk.Take:
		p.tell("remove")
		p.does(k.Leave)
	default:
		p.does(k.Back)
	}
}

// choose chooses a service: most ask for what costs a fee and ends in a paper.
func (p *person) choose(v kiosk.View) {
	p.wants, p.pass = "th.house-register-copy", map[string]any{"purpose": "school"}
	if n := len(v.Services); n > 0 && p.dice.IntN(5) < 2 {
		s := v.Services[p.dice.IntN(n)]
		p.wants, p.pass = s.Form.ID, map[string]any{}
		if of, err := pack.ReadExample(packs.Files("th"), s.Form.ID); err == nil {
			p.pass = of.Pass
		}
	}
	p.does(func() {
		p.k.Choose(p.wants)
		if v := p.k.View(); v.Page == kiosk.Services && v.Way != kiosk.AllServices {
			p.k.Back() // it is not under this letter
		}
	})
}

// pay pays in one of the ways, sometimes too little or not at all.
func (p *person) pay() {
	switch p.dice.IntN(10) {
	case 0:
		p.does(p.k.CallOfficer)
	case 1:
		p.does(p.k.AtCounter)
	case 2, 3, 4:
		p.does(p.k.PayByCard)
		if p.dice.IntN(6) == 0 {
			p.does(p.k.GiveUp)
			return
		}
		p.put("present")
	default:
		p.does(p.k.Pay)
		for _, piece := range [][]string{{"coin 1000", "coin 1000"}, {"note 2000"}, {"note 10000"}, {"coin 1000", "note 2000"}, {"coin 500"}, {}}[p.dice.IntN(6)] {
			if !p.put(piece) {
				break
			}
		}
		p.until(func(v kiosk.View) bool { return v.Paying == nil || v.Paying.In.Minor < v.Paying.Due.Minor })
		p.does(p.k.GiveUp) // nothing happens when it is paid
	}
}

// put gives a machine what it waits for, once it does; false when it takes nothing.
func (p *person) put(what string) bool {
	for range 60 {
		if p.tell(what) {
			return true
		}
		if p.view().Paying == nil {
			return false
		}
		time.Sleep(50 * time.Millisecond)
	}
	return false
}
