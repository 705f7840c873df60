package kiosk

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/fee"
)

// payment offers the ways to pay, and follows the money while the machine takes
// it.
func (w *Window) payment(v View) page {
	k := w.now
	due := v.Petition.Due()
	p := page{title: w.say("kiosk.payment", "amount", k.Money(due)), hint: v.Chosen.Title.In(k.Language)}
	if v.Paying != nil {
		return w.paying(v, p)
	}
	height := w.tileHeight(132)
	var ways []fyne.CanvasObject
	if w.kiosk.HasTill() {
		ways = append(ways, kit.Least(0, height, k.Tile(w.say("kiosk.pay_here"), w.slim(w.say("kiosk.pay_here_hint")), fynetheme.DownloadIcon(), w.kiosk.Pay)))
	}
	if v.Cards {
		ways = append(ways, kit.Least(0, height, k.Tile(w.say("kiosk.pay_card"), w.slim(w.say("kiosk.pay_card_hint")), fynetheme.LoginIcon(), w.kiosk.PayByCard)))
	}
	ways = append(ways, kit.Least(0, height, k.Tile(w.say("kiosk.pay_officer"), w.slim(w.say("kiosk.pay_officer_hint")), fynetheme.AccountIcon(), w.kiosk.CallOfficer)),
		kit.Least(0, height, k.Tile(w.say("kiosk.pay_counter"), w.slim(w.say("kiosk.pay_counter_hint")), fynetheme.ListIcon(), w.kiosk.AtCounter)))
	columns := 1
	if len(ways) > 3 {
		columns = 2
	}
	things := []fyne.CanvasObject{kit.Tiles(2, columns, ways...)}
	if says := returnedSays(k, v); says != nil {
		things = []fyne.CanvasObject{k.Notice(kit.ToneInfo, says[0], w.slim(says[1])), things[0]}
	}
	p.body = kit.Middle(1200, kit.Column(2, things...))
	return p
}

// returnedSays is what came back of a payment that came to nothing, and where to; nil
// when nothing did.
func returnedSays(k *kit.Kit, v View) []string {
	if v.Returned.Minor == 0 {
		return nil
	}
	hint := "kiosk.returned_hint"
	if v.ToCard {
		hint = "kiosk.returned_card_hint"
	}
	return []string{k.Say("kiosk.returned", "amount", k.Money(v.Returned)), k.Say(hint)}
}

// slim leaves out what there is no room for when everything is doubled.
func (w *Window) slim(words string) string {
	if w.double() {
		return ""
	}
	return words
}

// paying shows how much is in. Back gives it back.
func (w *Window) paying(v View, p page) page {
	k := w.now
	if v.Paying.Card != "" {
		p.hint = ""
		p.body = kit.Middle(900, kit.Panel(kit.Column(3, kit.Sign(fynetheme.LoginIcon(), theme.Place, 96), k.Heading(w.say(payingWords(v))).Centred(), k.Text(payingHint(k, v)).Centred())))
		return p
	}
	in, bar := k.Heading("").Centred(), container.NewStack()
	says, hint, heard := k.Text("").Centred(), k.Text("").Centred(), int64(0)
	p.body = kit.Middle(900, kit.Panel(kit.Column(2, in, bar, says, hint)))
	p.hint = ""
	p.update = func(v View) {
		if v.Paying == nil {
			return
		}
		in.SetWords(payingSum(k, v))
		share := float32(v.Paying.In.Minor) / float32(max(v.Paying.Due.Minor, 1))
		if v.Paying.Out.Minor > 0 {
			share = 1 - float32(v.Paying.In.Minor)/float32(v.Paying.Out.Minor)
		}
		bar.Objects = []fyne.CanvasObject{k.Bar(share)}
		bar.Refresh()
		says.SetWords(w.say(payingWords(v)))
		hint.SetWords(payingHint(k, v))
		if heard != v.Paying.In.Minor { // a coin that fell is told of
			heard = v.Paying.In.Minor
			w.add(in.Words())
		}
	}
	return p
}

func orZero(m, like fee.Money) fee.Money {
	if m.Currency == "" {
		m.Currency = like.Currency
	}
	return m
}

// payingSum is how much is in, or how much comes out again.
func payingSum(k *kit.Kit, v View) string {
	if v.Paying.Out.Minor > 0 {
		return k.Say("kiosk.coming_back", "amount", k.Money(v.Paying.Out))
	}
	return k.Say("kiosk.inserted", "amount", k.Money(orZero(v.Paying.In, v.Paying.Due)))
}

// payingHint is how to stop, while that can be.
func payingHint(k *kit.Kit, v View) string {
	switch {
	case v.Paying.Back || v.Paying.Card == office.CardTake:
		return ""
	case v.Paying.Card != "":
		return k.Say("kiosk.pay_stop_card")
	}
	return k.Say("kiosk.pay_stop")
}

// payingWords is what the machine waits for: money, that change is taken, or what
// the card terminal asks.
func payingWords(v View) string {
	if v.Paying.Card != "" {
		return "kiosk.card." + v.Paying.Card
	}
	if v.Paying.Back {
		return "kiosk.change_out"
	}
	return "kiosk.insert_money"
}

// document shows what will be printed, for whoever has it read.
func (w *Window) document(v View) page {
	k := w.now
	print := k.MainButton(w.say("kiosk.document_go"), "", w.kiosk.Print)
	most := 9
	if w.double() || w.low() {
		most = 4
	}
	var lines []fyne.CanvasObject
	pages := (len(v.Lines) + most - 1) / most
	if w.group >= pages {
		w.group = 0
	}
	w.part = v.Lines[w.group*most : min((w.group+1)*most, len(v.Lines))]
	for _, l := range w.part {
		lines = append(lines, k.Text(l).Clipped(2))
	}
	things := []fyne.CanvasObject{kit.Panel(kit.Column(1, lines...))}
	if pages > 1 {
		things = append(things, centred(w.moreButton(pages)))
	}
	return page{title: w.say("kiosk.document"), body: kit.Column(1.5, append(things, kit.Space())...), next: print, focus: func() { w.canvas.Focus(print) }}
}

// printing waits for the printer's word, and offers the ways out when it is a
// bad one.
func (w *Window) printing(v View) page {
	k := w.now
	p := page{title: w.say("kiosk.printing"), hint: w.say("kiosk.printing_hint")}
	if v.Step != "" {
		share := map[office.Step]float32{office.StepNumber: 0.15, office.StepTypeset: 0.4, office.StepPrint: 0.7, office.StepDone: 1}[v.Step]
		p.body = kit.Middle(800, kit.Column(4, kit.Sign(fynetheme.DocumentPrintIcon(), theme.Place, 140), k.Bar(share)))
		return p
	}
	p.title, p.hint = w.say("kiosk.print_failed"), ""
	height := w.tileHeight(110)
	ways := []fyne.CanvasObject{kit.Least(0, height, k.Tile(w.say("kiosk.to_desk"), w.slim(w.say("kiosk.to_desk_hint")), fynetheme.ListIcon(), w.kiosk.AtCounter))}
	if v.PaidHere() {
		ways = append(ways, kit.Least(0, height, k.Tile(w.say("kiosk.money_back"), w.slim(w.say(moneyBackHint(v))), fynetheme.UploadIcon(), w.kiosk.MoneyBack)))
	}
	p.body = kit.Middle(1000, kit.Tiles(2, 1, ways...))
	p.next = k.MainButton(w.say("kiosk.print_again"), "", w.kiosk.Print)
	return p
}

// moneyBackHint says where the money comes back.
func moneyBackHint(v View) string {
	if v.byCard() {
		return "kiosk.card_back_hint"
	}
	return "kiosk.money_back_hint"
}

// take asks to take card and paper.
func (w *Window) take(v View) page {
	k := w.now
	size, apart := float32(160), float32(2)
	if w.double() || w.low() {
		size, apart = 96, 0.5
	}
	done := k.MainButton(w.say("kiosk.take_done"), "", w.kiosk.Leave)
	p := page{title: w.say(takeTitle(v)), next: done, focus: func() { w.canvas.Focus(done) }}
	words := []fyne.CanvasObject{}
	for i, says := range takeSays(k, v) {
		if i == 0 {
			words = append(words, k.Sub(says))
			continue
		}
		words = append(words, k.Text(says))
	}
	paper := kit.Panel(kit.Row(3, kit.Least(size, size*0.6, kit.Sign(fynetheme.DocumentPrintIcon(), theme.Place, size*0.6)), kit.Stretch(kit.Middling(kit.Column(0.5, words...)))))
	things := kit.Column(apart)
	p.body = kit.Middle(1000, things)
	p.update = func(v View) {
		things.Objects = []fyne.CanvasObject{paper}
		if own := takeOwn(v); own != "" {
			sign := kit.CardSign(size)
			if !v.CardIn {
				sign = kit.Least(size, size*0.6, kit.Sign(fynetheme.AccountIcon(), theme.Place, size*0.6))
			}
			things.Objects = []fyne.CanvasObject{kit.Panel(kit.Row(3, sign, kit.Stretch(kit.Middling(k.Sub(w.say(own)))))), paper}
		}
		if v.Unproven {
			things.Objects = append(things.Objects, k.Notice(kit.ToneInfo, w.say("kiosk.no_receipt"), ""))
		}
		if v.Alarms > 0 {
			things.Objects = append([]fyne.CanvasObject{k.Notice(kit.ToneWarm, w.say("kiosk.paper_left"), "")}, things.Objects...)
		}
		things.Refresh()
	}
	return p
}

// byPassport reports whether it was a travel document that said who stands here. No
// reader tells when it is taken away.
func (v View) byPassport() bool {
	return v.Visitor != nil && v.Visitor.Card != nil && v.Visitor.Card.Reader == office.DocumentReader
}

// takeTitle says all that there is to take in one.
func takeTitle(v View) string {
	if v.byPassport() {
		return "kiosk.take_with_passport"
	}
	return "kiosk.take"
}

// takeOwn is what a citizen is to take back that was hers before: her card, as long
// as it is in, or her passport; "" nothing.
func takeOwn(v View) string {
	switch {
	case v.CardIn:
		return "kiosk.take_card"
	case v.byPassport():
		return "kiosk.take_passport"
	}
	return ""
}

// takeSays is what there is to take besides what is her own.
func takeSays(k *kit.Kit, v View) []string {
	out := []string{k.Say("kiosk.take_paper", "number", v.Issued.Certificate.Number)}
	if v.Receipt {
		out = append(out, k.Say("kiosk.take_receipt"))
	}
	if v.Change.Minor > 0 {
		out = append(out, k.Say("kiosk.take_change", "amount", k.Money(v.Change)))
	}
	return out
}

// ticket gives the number with which the desk goes on, and says why.
func (w *Window) ticket(v View) page {
	k := w.now
	done := k.MainButton(w.say("kiosk.ticket_done"), "", w.kiosk.TicketTaken)
	title, number := ticketNumber(k, v)
	big := k.Heading(number).Centred()
	if v.Petition.Place.Number != "" {
		big.Sized(theme.Number) // to be known again when it is called
	}
	wide, apart := float32(1000), float32(2)
	if w.double() {
		wide, apart = 1200, 0.5
	}
	lines := func(v View) fyne.CanvasObject {
		said := []fyne.CanvasObject{big}
		for _, s := range ticketSays(k, v) {
			said = append(said, k.Text(s).Centred())
		}
		return kit.Panel(kit.Column(apart, said...))
	}
	things := kit.Column(apart)
	return page{title: title, body: kit.Middle(wide, things), next: done, focus: func() { w.canvas.Focus(done) }, update: func(v View) {
		own := takeOwn(v)
		if w.double() && own != "" {
			v.Why = "" // there is no room for both, and why was said at the start
		}
		things.Objects = []fyne.CanvasObject{lines(v)}
		if own != "" { // with a ticket in her hand she thinks that she is done
			things.Objects = append(things.Objects, k.Notice(kit.ToneWarm, w.say(own), ""))
		}
		things.Refresh()
	}}
}

// ticketNumber is by what somebody is called: a place in the queue, or else the
// petition's number; and what it is.
func ticketNumber(k *kit.Kit, v View) (title, number string) {
	if n := v.Petition.Place.Number; n != "" {
		return k.Say("kiosk.place"), n
	}
	return k.Say("kiosk.ticket"), v.Petition.Number
}

// ticketSays is what a ticket's page says below the number.
func ticketSays(k *kit.Kit, v View) []string {
	var out []string
	if v.Petition.Place.Number != "" {
		out = append(out, k.Say("kiosk.place_of", "number", v.Petition.Number))
	}
	if v.Why != "" {
		key := "kiosk.why." + strings.TrimPrefix(strings.TrimPrefix(v.Why, "kiosk."), "till.")
		if k.Words.Has(key) {
			out = append(out, k.Say(key, "hours", ""))
		}
	}
	if n := len(v.Filed); n > 0 {
		out = append(out, k.Say("kiosk.filed", "count", n, "names", filedNames(k, v)))
	}
	if v.Petition.Machine.Owed > 0 {
		out = append(out, k.Say("kiosk.owed", "amount", k.Money(fee.Money{Minor: v.Petition.Machine.Owed, Currency: v.Petition.Fee.Currency})))
	}
	if v.Unproven {
		out = append(out, k.Say("kiosk.no_receipt"))
	}
	hint := "kiosk.ticket"
	if v.Petition.Place.Number != "" {
		hint = "kiosk.place"
	}
	if v.OnPaper {
		return append(out, k.Say(hint+"_paper"))
	}
	return append(out, k.Say(hint+"_hint"))
}

// filedNames are the services that a life event asked for.
func filedNames(k *kit.Kit, v View) string {
	var names []string
	for _, p := range v.Filed {
		for _, e := range v.Events {
			for _, s := range e.Services {
				if title := s.Form.Title.In(k.Language); s.Form.ID == p.Form && !slices.Contains(names, title) {
					names = append(names, title)
				}
			}
		}
	}
	return strings.Join(names, " · ")
}

// goodbye is the last page. A card that was left is shown until it is taken.
func (w *Window) goodbye(v View) page {
	k := w.now
	size := float32(160)
	if w.double() {
		size = 96
	}
	head, hint := k.Heading(w.say("kiosk.goodbye")).Centred(), k.Text(w.say("kiosk.goodbye_hint")).Centred()
	things := kit.Column(3)
	return page{body: kit.Middle(900, things), update: func(v View) {
		things.Objects = []fyne.CanvasObject{kit.Sign(fynetheme.ConfirmIcon(), theme.Good, size), head, hint}
		if v.CardIn {
			things.Objects = []fyne.CanvasObject{kit.CardSign(size * 1.6), k.Heading(w.say("kiosk.card_left")).Ink(theme.Warm).Centred(), hint}
		}
		if says := returnedSays(k, v); says != nil {
			things.Objects = append(things.Objects, k.Notice(kit.ToneInfo, says[0], says[1]))
		}
		things.Refresh()
	}}
}

// closed says that the kiosk is out of service or outside of its hours, in every
// language, and where to go instead.
func (w *Window) closed(v View) page {
	k := w.now
	hours := ""
	for _, s := range v.Services {
		if hours = s.Hours; hours != "" {
			break
		}
	}
	things := []fyne.CanvasObject{kit.Sign(fynetheme.CancelIcon(), theme.Warm, 96)}
	for _, says := range closedSays(k, v, hours) {
		things = append(things, kit.Column(0, k.Sub(says[0]).Centred(), k.Text(strings.Join(says[1:], " ")).Centred()))
	}
	return page{body: kit.Middle(1100, kit.Panel(kit.Column(2, things...)))}
}

// closedSays is what the page says, language by language, each in sentences.
func closedSays(k *kit.Kit, v View, hours string) [][]string {
	var out [][]string
	for _, in := range inEvery(k) {
		key := "kiosk.closed"
		if v.Out != "" {
			key = "kiosk.out." + v.Out
		}
		says := []string{in.Say(key)}
		if hours != "" && v.Out == "" {
			says = append(says, in.Say("kiosk.hours", "hours", hoursIn(in, hours)))
		}
		out = append(out, append(says, cmp.Or(v.Elsewhere[in.Language], in.Say("kiosk.elsewhere"))))
	}
	return out
}

// staff is for those who look after the machine.
func (w *Window) staff(v View) page {
	k := w.now
	p := page{title: w.say("kiosk.staff")}
	if v.Unlocked {
		stop := k.MainButton(w.say("kiosk.staff_stop"), "", func() { w.kiosk.SetStopped(true) })
		if v.Stopped {
			stop = k.MainButton(w.say("kiosk.staff_start"), "", func() { w.kiosk.SetStopped(false) })
		}
		p.hint = w.say("kiosk.staff_state", "state", w.say(map[bool]string{true: "kiosk.state_stopped", false: "kiosk.state_open"}[v.Stopped]))
		things := []fyne.CanvasObject{kit.Least(0, w.tileHeight(104), k.Tile(w.say("kiosk.staff_quit"), "", fynetheme.LogoutIcon(), w.kiosk.Quit))}
		if w.silent() {
			things = append(things, k.Notice(kit.ToneWarm, w.say("kiosk.staff_silent"), w.say("kiosk.staff_silent_hint")))
		}
		p.body = kit.Middle(900, kit.Column(3, things...))
		p.next = stop
		p.focus = func() { w.canvas.Focus(stop) }
		return p
	}
	who := ""
	name := k.Entry("", func(text string) { who = text })
	secret := k.Password(nil)
	open := func() {
		typed := secret.Text
		secret.Put("")
		w.kiosk.Unlock(who, typed)
	}
	secret.OnEnter = open
	w.keyboard = k.Keyboard(kit.LatinKeys)
	p.hint = w.slim(w.say("kiosk.staff_hint"))
	p.next = k.MainButton(w.say("kiosk.staff_open"), "", open)
	p.body = kit.Column(2, kit.Panel(kit.Shares(3, []float32{1, 1}, k.Labelled(w.say("kiosk.staff_who"), "", name), k.Labelled(w.say("kiosk.staff_secret"), "", secret))), w.keyboard)
	p.focus = func() { w.canvas.Focus(secret) }
	p.update = func(View) {}
	return p
}
