package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/certificate"
	"sala/forms/fee"
	"sala/forms/petition"
)

// decision lets a second officer decide with her own password.
func (w *Window) decision(v View) page {
	k := w.now
	options := w.deciders(v)
	chosen := ""
	if len(options) > 0 {
		chosen = options[0].ID
	}
	place := typedAt(Serve, "decision", v.Serve.Petition.ID)
	who := keep(w, place+"who", k.Choice(options, []string{chosen}, false, func(ids []string) { chosen = ids[0] }))
	note := w.keptWords(place+"note", nil)
	password := k.Password(nil)
	decide := func(verdict Verdict) func() {
		return func() {
			typed := password.Text
			password.Put("")
			w.desk.Decide(chosen, typed, verdict, note.Text)
		}
	}
	password.OnEnter = decide(Approve)
	left := []fyne.CanvasObject{k.Sub(w.formTitle(v.Serve.Petition.Form)), k.Hint(v.Serve.Petition.Number)}
	if page, ok := w.pageOf(v.Serve.Petition); ok {
		left = append(left, w.answers(page)...)
	}
	left = append(left, kit.Rule(), k.Text(w.feeWords(v.Serve.Petition.Fee)).Bold())
	right := kit.Column(2, k.Hint(w.say("desk.decision.hint")), k.Labelled(w.say("desk.decision.who"), "", who),
		k.Labelled(w.say("desk.decision.secret"), "", password), k.Labelled(w.say("desk.decision.note"), "", note),
		kit.Row(1, k.Button(w.say("desk.decision.return"), decide(Return)), k.Button(w.say("desk.decision.reject"), decide(Reject)).As(kit.Danger)))
	body := kit.Shares(3, []float32{1.2, 1}, kit.Column(0, kit.Panel(kit.Column(1.25, left...)), kit.Space()), kit.Column(0, kit.Panel(right), kit.Space()))
	object, scroll := w.frame(layout{title: w.say("desk.decision.title"), beside: w.steps(AtDecision), body: body,
		back: k.Button(w.say("desk.decision.later"), w.desk.DecideLater).With("Esc"), main: k.MainButton(w.say("desk.decision.approve"), "F9", decide(Approve))})
	return page{object: object, scroll: scroll, main: decide(Approve), back: w.desk.DecideLater, focus: func() { w.canvas.Focus(password) }, update: func(View) {}}
}

// later leaves a visit where it is.
func (w *Window) later() *kit.Button {
	return w.now.Button(w.say("desk.form.later"), w.desk.LeaveVisit).With("Esc")
}

// payment takes the fee.
func (w *Window) payment(v View) page {
	k := w.now
	due := v.Serve.Petition.Due()
	change := k.Text("").Bold()
	var tendered int64
	right := true
	entry := w.kept(typedAt(Serve, "payment", v.Serve.Petition.ID)+"tendered", "", func(text string) {
		tendered, right = 0, true
		if text != "" {
			tendered, right = kit.ReadMoney(text, due.Currency)
		}
		back := fee.Money{Minor: tendered - due.Minor, Currency: due.Currency}
		switch {
		case !right:
			change.Ink(theme.Bad).SetWords(w.say("desk.payment.unread"))
		case text == "":
			change.SetWords("")
		case back.Minor < 0:
			back.Minor = -back.Minor
			change.Ink(theme.Bad).SetWords(w.say("desk.payment.short", "amount", k.Money(back)))
			right = false
		default:
			change.Ink(theme.Good).SetWords(w.say("desk.payment.change", "amount", k.Money(back)))
		}
	})
	take := func() {
		if right {
			w.desk.Pay("cash", tendered)
		}
	}
	entry.OnEnter = take
	body := kit.Measure(620, kit.Panel(kit.Column(2, kit.Column(0.5, k.Hint(w.say("desk.payment.due")), k.Heading(k.Money(due))), k.Hint(w.formTitle(v.Serve.Petition.Form)+"  ·  "+v.Serve.Petition.Number),
		k.Labelled(w.say("desk.payment.tendered"), w.say("desk.payment.exact"), entry), change)))
	object, scroll := w.frame(layout{title: w.say("desk.payment.title"), beside: w.steps(AtPayment), body: body, back: w.later(), main: k.MainButton(w.say("desk.payment.take"), "F9", take)})
	return page{object: object, scroll: scroll, main: take, back: w.desk.LeaveVisit, focus: func() { w.canvas.Focus(entry) }, update: func(View) {}}
}

// stepShare is how much of the printing each step stands for.
var stepShare = map[office.Step]float32{office.StepNumber: 0.15, office.StepTypeset: 0.4, office.StepPrint: 0.7, office.StepDone: 1}

// print makes out the certificate.
func (w *Window) print(v View) page {
	k := w.now
	state := container.NewStack()
	again := container.NewStack()
	print := w.orAgain(w.desk.Print)
	main := k.MainButton(w.say("desk.print.go"), "F9", print)
	things := []fyne.CanvasObject{k.Sub(w.formTitle(v.Serve.Petition.Form)), k.Hint(v.Serve.Petition.Number), again, state}
	extra := []fyne.CanvasObject{}
	if paid := v.Serve.Paid; paid != nil {
		things = append(things, k.Text(w.say("desk.print.receipt", "number", paid.Receipt.Number)))
		if paid.Change.Minor > 0 {
			things = append(things, k.Text(w.say("desk.payment.change", "amount", k.Money(paid.Change))).Bold().Ink(theme.Warm))
		}
		extra = append(extra, k.Button(w.say("desk.print.receipt_again"), w.desk.PrintReceiptAgain))
	}
	body := kit.Measure(700, kit.Panel(kit.Column(2, things...)))
	object, scroll := w.frame(layout{title: w.say("desk.print.title"), beside: w.steps(AtPrint), body: body, back: w.later(), extra: extra, main: main})
	return page{object: object, scroll: scroll, main: print, back: w.desk.LeaveVisit, focus: func() { w.canvas.Focus(main) },
		keys: map[fyne.KeyName]func(){fyne.KeyF7: func() { w.cameOut(true) }, fyne.KeyF8: func() { w.cameOut(false) }},
		update: func(v View) {
			w.showAgain(again, v)
			ready := v.Serve.Unsure == "" && v.Serve.Step == ""
			switch {
			case v.Serve.Unsure != "":
				state.Objects = []fyne.CanvasObject{kit.Column(1, k.Notice(kit.ToneWarm, w.say("desk.print.unsure", "number", v.Serve.Unsure), w.say("desk.print.unsure_hint")),
					kit.Row(1, k.Button(w.say("desk.print.came"), func() { w.cameOut(true) }).With("F7"), k.Button(w.say("desk.print.not_came"), func() { w.cameOut(false) }).With("F8"), kit.Space()))}
			case v.Serve.Step != "":
				things := []fyne.CanvasObject{k.Text(w.say("desk.print." + string(v.Serve.Step))), k.Bar(stepShare[v.Serve.Step])}
				if v.Serve.Stop != nil && v.Serve.Step == office.StepPrint {
					things = append(things, kit.Row(1, kit.Space(), k.Button(w.say("kit.cancel"), v.Serve.Stop).With("Esc")))
				}
				state.Objects = []fyne.CanvasObject{kit.Column(1, things...)}
			default:
				state.Objects = []fyne.CanvasObject{k.Text(w.say("desk.print.ready"))}
			}
			state.Refresh()
			switch {
			case !ready:
				main.Disable()
				if w.canvas.Focused() == main { // F7 and F8 answer
					w.canvas.Unfocus()
				}
			case main.Disabled():
				main.Enable()
				w.canvas.Focus(main)
			}
		}}
}

// showAgain shows what a printer refused and can print now.
func (w *Window) showAgain(place *fyne.Container, v View) {
	if v.Serve.Again == "" {
		put(place, nil)
		return
	}
	put(place, w.now.Notice(kit.ToneGood, w.say("desk.print.again."+string(v.Serve.Again)), w.say("desk.print.again_hint")))
}

// orAgain does the page's own next thing, unless a printer that is well again has
// something to print first.
func (w *Window) orAgain(next func()) func() {
	return func() {
		if w.desk.View().Serve.Again != "" {
			w.desk.PrintAgain()
			return
		}
		next()
	}
}

// cameOut answers whether the paper came out, while that is asked.
func (w *Window) cameOut(yes bool) {
	if w.desk.View().Serve.Unsure != "" {
		w.desk.CameOut(yes)
	}
}

// done says what is to be handed over.
func (w *Window) done(v View) page {
	k := w.now
	p := v.Serve.Petition
	again := container.NewStack()
	things := []fyne.CanvasObject{again}
	switch i := v.Serve.Issued; {
	case i != nil:
		worth, t := w.say("desk.done.provisional"), kit.ToneInfo
		if i.Certificate.Status == certificate.Final {
			worth, t = w.say("desk.done.final"), kit.ToneGood
		}
		things = append(things, k.Heading(w.say("desk.done.certificate", "number", i.Certificate.Number)), k.Notice(t, worth, ""))
		if paid := v.Serve.Paid; paid != nil {
			things = append(things, k.Text(w.say("desk.print.receipt", "number", paid.Receipt.Number)))
			if paid.Change.Minor > 0 {
				things = append(things, k.Text(w.say("desk.payment.change", "amount", k.Money(paid.Change))).Bold().Ink(theme.Warm))
			}
		}
		things = append(things, k.Sub(w.say("desk.done.hand_over")))
	case v.Serve.Later:
		things = append(things, k.Heading(w.say("desk.done.later", "number", p.Number)))
	case p.State == petition.Rejected:
		things = append(things, k.Heading(w.say("desk.done.rejected", "number", p.Number)))
	default:
		things = append(things, k.Heading(w.say("desk.done.taken", "number", p.Number)))
	}
	next := w.orAgain(w.desk.Deliver)
	main := k.MainButton(w.say("desk.done.next"), "F9", next)
	if v.Serve.Issued == nil {
		main.Label = w.say("desk.person.next")
	}
	sign := kit.Sign(fynetheme.ConfirmIcon(), theme.Good, 72)
	body := kit.Measure(760, kit.Panel(kit.Row(3, kit.Column(0, sign, kit.Space()), kit.Stretch(kit.Column(2, things...)))))
	object, scroll := w.frame(layout{title: w.say("desk.done.title"), beside: w.steps(AtDone), body: body, main: main})
	return page{object: object, scroll: scroll, main: next, focus: func() { w.canvas.Focus(main) }, update: func(v View) { w.showAgain(again, v) }}
}
