package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
)

// verify checks a paper that somebody brings: its code from the scanner, typed
// or pasted, or its file.
func (w *Window) verify(v View) page {
	k := w.now
	title := w.say("desk.screen.verify")
	if !v.Verify.Can {
		object, scroll := w.frame(layout{title: title, body: kit.Inset(6, 0, k.Empty(fynetheme.VisibilityIcon(), w.say("desk.verify.cannot"), w.say("desk.verify.cannot_hint")))})
		return page{object: object, scroll: scroll}
	}
	code := w.kept(typedAt(Verify)+"code", "", nil)
	code.PlaceHolder = "SALA1:…"
	check := func() { w.desk.VerifyText(code.Text) }
	code.OnEnter = check
	says, list := container.NewStack(), container.NewStack()
	things := []fyne.CanvasObject{k.Text(w.say("desk.verify.hint")), k.Labelled(w.say("desk.verify.code"), "", code)}
	if files := w.paperPicker(); files != nil {
		things = append(things, k.Labelled(w.say("desk.verify.file"), "", files))
	}
	body := kit.Shares(3, []float32{1, 1.2}, kit.Column(2, kit.Panel(kit.Column(1.5, things...)), list, kit.Space()), kit.Column(0, says, kit.Space()))
	next := func() {
		code.Put("")
		w.desk.NextPaper()
		w.canvas.Focus(code)
	}
	main := k.MainButton(w.say("desk.verify.go"), "F9", check)
	object, scroll := w.frame(layout{title: title, body: body, main: main, back: k.Button(w.say("desk.verify.next"), next).With("Esc")})
	return page{object: object, scroll: scroll, main: check, back: next, focus: func() { w.canvas.Focus(code) },
		update: func(v View) {
			if v.Verify.Text != "" && code.Text != v.Verify.Text {
				code.Put(v.Verify.Text)
			}
			list.Objects = []fyne.CanvasObject{w.listAge(v.Verify.List)}
			list.Refresh()
			says.Objects = []fyne.CanvasObject{kit.Panel(k.Hint(w.say("desk.verify.nothing")))}
			if v.Verify.Verdict != nil {
				says.Objects = []fyne.CanvasObject{w.verdict(*v.Verify.Verdict)}
			}
			says.Refresh()
		}}
}

// paperPicker chooses a certificate's file, nil where the desk reads none.
func (w *Window) paperPicker() fyne.CanvasObject {
	if w.desk.beyond.Files == nil {
		return nil
	}
	return w.picker(typedAt(Verify), w.desk.VerifyFile)
}

// verdictTones are how serious each outcome is.
var verdictTones = map[string]kit.Tone{"final": kit.ToneGood, "genuine": kit.ToneGood, "provisional": kit.ToneInfo, "expired": kit.ToneWarm, "key_expired": kit.ToneWarm}

// verdict is the outcome in one sentence, what to do, and what the seal says.
func (w *Window) verdict(v office.Verdict) fyne.CanvasObject {
	k := w.now
	t, ok := verdictTones[v.Word]
	if !ok {
		t = kit.ToneBad
	}
	head, hint := w.say("seal."+v.Word), ""
	if !v.Stands {
		code := "seal_" + v.Word
		if v.Word == "not_a_seal" || v.Word == "pdf_damaged" {
			code = v.Word
		}
		_, hint = k.Words.Trouble(k.Language, code, nil)
	}
	things := []fyne.CanvasObject{k.Notice(t, head, hint)}
	if r := v.Revoked; r != nil && !r.Since.IsZero() {
		things = append(things, k.Text(w.say("desk.verify.since", "at", w.moment(r.Since.UnixMilli()))).Ink(theme.Bad))
	}
	if s := v.Sealed; s != nil {
		lines := []kit.Line{{Label: w.say("verify.number"), Value: s.Number}, {Label: w.say("verify.name"), Value: s.Name}}
		if title := w.certificateTitle(s.Template, ""); title != "" {
			lines = append([]kit.Line{{Label: w.say("desk.certificates.title"), Value: title}}, lines...)
		}
		if s.Personal != "" {
			lines = append(lines, kit.Line{Label: w.say("desk.verify.personal"), Value: s.Personal})
		}
		lines = append(lines, kit.Line{Label: w.say("verify.issuer"), Value: k.Join(s.Issuer, s.Station)}, kit.Line{Label: w.say("verify.issued"), Value: w.moment(s.Issued.UnixMilli())})
		if order := v.Order(); order != "" {
			lines = append(lines, kit.Line{Label: w.say("verify.order"), Value: order})
		}
		if !s.Expires.IsZero() {
			lines = append(lines, kit.Line{Label: w.say("desk.verify.until"), Value: w.short(calendar.Of(s.Expires.AddDate(0, 0, -1)))})
		}
		lines = append(lines, kit.Line{Label: w.say("verify.status"), Value: w.say("certificate.status." + string(v.Status))})
		things = append(things, k.Lines(lines))
		if s.Mode == "specimen" {
			things = append(things, k.Notice(kit.ToneWarm, w.say("salactl.verify.specimen"), ""))
		}
		things = append(things, k.Hint(w.say("desk.verify.compare")))
	}
	return kit.Panel(kit.Column(1.5, things...))
}

// listAge says by which list of revocations papers are judged, and how old it is.
func (w *Window) listAge(l office.RevocationList) fyne.CanvasObject {
	k := w.now
	switch {
	case l.Missing():
		return k.Notice(kit.ToneWarm, w.say("salactl.verify.no_list"), w.say("desk.verify.list_hint"))
	case l.Old:
		return k.Notice(kit.ToneWarm, w.say("salactl.verify.old_list", "date", w.moment(l.AsOf.UnixMilli()), "days", l.Days), "")
	}
	return k.Hint(w.say("salactl.verify.list", "date", w.moment(l.AsOf.UnixMilli()), "days", l.Days))
}
