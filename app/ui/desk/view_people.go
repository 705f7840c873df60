package desk

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// people is the page that the search of the registers has come to.
func (w *Window) people(v View) page {
	switch v.People.Stage {
	case PeopleWhy:
		return w.why(v.People.Asked, nil, People, w.desk.BackInPeople, w.desk.OpenRecord)
	case PeopleRecord:
		return w.record(v)
	case PeopleCompare:
		return w.compare(v)
	}
	return w.searchPeople(v)
}

// searchPeople searches the registers.
func (w *Window) searchPeople(v View) page {
	k := w.now
	search := w.searches(k.Entry(v.People.Query, w.desk.FindPeople))
	search.PlaceHolder = w.say("desk.people.search")
	list := container.NewStack()
	body := kit.Measure(900, kit.Column(1.5, search, list))
	object, scroll := w.frame(layout{title: w.say("desk.screen.people"), body: body})
	return page{object: object, scroll: scroll, focus: func() { w.canvas.Focus(search) },
		update: func(v View) {
			refill(search, v.People.Query)
			switch {
			case v.People.Query == "":
				list.Objects = []fyne.CanvasObject{kit.Inset(6, 0, k.Empty(fynetheme.SearchIcon(), w.say("desk.people.start"), w.say("desk.people.start_hint")))}
			case v.People.Looked:
				list.Objects = []fyne.CanvasObject{kit.Column(1, w.hits(v.People.Hits, true, peopleMost)...)}
			}
			list.Refresh()
		}}
}

// record is what a record says, what belongs to it, and how it came to be so.
func (w *Window) record(v View) page {
	k, p := w.now, v.People
	reason := w.keptWords(typedAt(People, "record", p.Asked.ID)+"reason", nil)
	title := p.Asked.Title
	if p.Asked.What == register.Residents {
		title = p.Asked.Resident.Name(k.Language)
	}
	left := []fyne.CanvasObject{kit.Panel(kit.Column(1.25, k.Sub(title), k.Lines(w.recordLines(p))))}
	right := []fyne.CanvasObject{}
	add := func(things ...fyne.CanvasObject) {
		if len(things) > 0 {
			right = append(right, kit.Panel(kit.Column(1, things...)))
		}
	}
	if p.Opened.Outstanding {
		left = append(left, k.Notice(kit.ToneInfo, w.say("desk.record.outstanding"), ""))
	}
	add(w.joinedTo(p, reason)...)
	add(w.alikeOf(p)...)
	if len(p.Opened.Members) > 0 {
		add(w.membersOf(p.Opened.Members, "")...)
	}
	if len(p.Petitions) > 0 {
		add(w.theirPetitions(p.Petitions)...)
	}
	add(w.revisions(p)...)
	l := layout{title: w.say("desk.record.title"), back: k.Button(w.say("desk.screen.people"), w.desk.BackInPeople).With("Esc"),
		body: kit.Shares(2, []float32{1, 1.15}, kit.Column(1.5, append(left, kit.Space())...), kit.Column(1.5, append(right, kit.Space())...))}
	out := page{back: w.desk.BackInPeople, update: func(View) {}}
	if len(p.Alike) > 0 {
		out.keys = map[fyne.KeyName]func(){fyne.KeyF8: func() { w.desk.CompareWith(p.Alike[0].Resident.ID) }}
	}
	if p.MayServe && p.Asked.What == register.Residents {
		l.main = k.MainButton(w.say("desk.record.serve"), "F9", w.desk.ServeRecord)
		out.main, out.focus = w.desk.ServeRecord, func() { w.canvas.Focus(l.main) }
	}
	out.object, out.scroll = w.frame(l)
	return out
}

// recordLines are a record's fields, in the order of its register.
func (w *Window) recordLines(p PeopleView) []kit.Line {
	rec := p.Opened.Record
	var lines []kit.Line
	for _, name := range w.fieldsOf(rec.Register, slices.Collect(maps.Keys(rec.Fields))) {
		value := w.fieldWords(rec.Register, name, rec.Fields[name])
		if name == "household" && p.Opened.Household.ID != "" {
			value = p.Opened.Household.Address.Line()
		}
		lines = append(lines, kit.Line{Label: w.fieldLabel(rec.Register, name), Value: value})
	}
	return lines
}

// joinedTo says to which record this one points, or which point to it.
func (w *Window) joinedTo(p PeopleView, reason *kit.Entry) []fyne.CanvasObject {
	k := w.now
	var rows []fyne.CanvasObject
	var joined []string
	if stays := p.Asked.Resident.SameAs; stays != "" {
		open := k.Button(w.say("desk.record.open_stays"), func() { w.desk.AskRecord(office.Hit{What: register.Residents, ID: stays, Title: p.Asked.Title}) })
		rows, joined = append(rows, k.Notice(kit.ToneWarm, w.say("desk.record.joined"), w.say("desk.record.joined_hint")), kit.Row(1, open, kit.Space())), []string{p.Asked.ID}
	}
	if len(p.Opened.Joined) > 0 {
		rows = append(rows, k.Sub(w.say("desk.record.joined_here")))
	}
	for _, r := range p.Opened.Joined {
		rows, joined = append(rows, w.namedPerson(r)), append(joined, r.ID)
	}
	if len(joined) == 0 || !p.MayUnite {
		return rows
	}
	row := []fyne.CanvasObject{kit.Space()}
	for i, id := range joined {
		label := w.say("desk.record.part")
		if len(joined) > 1 {
			label = k.Join(label, k.Number(i+1))
		}
		row = append(row, k.Button(label, func() { w.desk.PartRecord(id, reason.Text) }))
	}
	return append(rows, k.Labelled(w.say("desk.record.part_reason"), w.say("desk.record.part_hint"), reason), kit.Row(1, row...))
}

// alikeOf are the records that may be the same person's.
func (w *Window) alikeOf(p PeopleView) []fyne.CanvasObject {
	if len(p.Alike) == 0 {
		return nil
	}
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.person.twice"))}
	for i, m := range p.Alike[:min(4, len(p.Alike))] {
		compare := k.Button(w.say("desk.record.compare"), func() { w.desk.CompareWith(m.Resident.ID) })
		if i == 0 {
			compare.With("F8")
		}
		rows = append(rows, kit.Row(2, kit.Stretch(kit.Column(0.5, w.namedPerson(m.Resident), k.Small(w.reasons(m)))), kit.Middling(compare)))
	}
	return rows
}

// reasons are why somebody is taken for the same person.
func (w *Window) reasons(m register.Match) string {
	var why []string
	for _, r := range m.Reasons {
		if key := "match." + r; w.now.Words.Has(key) {
			why = append(why, w.say(key))
		}
	}
	return w.now.Join(why...)
}

// namedPerson is a person in two lines.
func (w *Window) namedPerson(r register.Resident) fyne.CanvasObject {
	k := w.now
	return kit.Column(0, k.Text(r.Name(k.Language)).Bold(), k.Small(k.Join(w.fieldWords(register.Residents, "number", r.NationalNumber), w.short(r.Birth))))
}

// membersOf lists who lives in a household, head first, with one of them marked.
func (w *Window) membersOf(members []register.Resident, marked string) []fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.person.household", "count", len(members)))}
	for _, m := range members {
		name := k.Text(m.Name(k.Language))
		if m.ID == marked {
			name.Bold()
		}
		rows = append(rows, kit.Shares(1, []float32{2.2, 1, 1}, name, k.Hint(w.relation(m)), k.Hint(w.short(m.Birth))))
	}
	return rows
}

func (w *Window) theirPetitions(list []petition.Petition) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{w.now.Sub(w.say("desk.person.under_way"))}
	for _, p := range list[:min(6, len(list))] {
		rows = append(rows, w.petitionRow(p, func() { w.desk.GoTo(p.ID) }))
	}
	return rows
}

// revisions tell how the record came to be what it is, the newest first: when,
// by whom, why, and what each field said before.
func (w *Window) revisions(p PeopleView) []fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.record.history"))}
	h := p.Opened.History
	for i, r := range slices.Backward(h) {
		when := w.say("desk.record.first")
		if r.Recorded > 0 {
			when = w.moment(r.Recorded)
		}
		who := ""
		if r.Officer != "" {
			who = w.officerName(r.Officer)
		}
		rows = append(rows, kit.Rule(), k.Text(k.Join(when, who)).Bold())
		if r.Reason != "" {
			rows = append(rows, k.Text(r.Reason))
		}
		if !r.Effective.IsZero() {
			rows = append(rows, k.Hint(w.say("desk.record.effective", "date", w.short(r.Effective))))
		}
		if i == 0 {
			rows = append(rows, k.Hint(w.say("desk.record.began")))
			continue
		}
		rows = append(rows, w.differs(h[i-1].Record, r.Record)...)
	}
	if len(h) == 0 {
		rows = append(rows, k.Hint(w.say("desk.record.no_history")))
	}
	return rows
}

// differs are the fields that one revision has otherwise than the one before.
func (w *Window) differs(before, after register.Record) []fyne.CanvasObject {
	k := w.now
	set, clear, _ := register.Difference(before.Fields, after.Fields)
	var rows []fyne.CanvasObject
	for _, name := range w.fieldsOf(after.Register, slices.AppendSeq(clear, maps.Keys(set))) {
		was, now := w.fieldWords(after.Register, name, before.Fields[name]), w.fieldWords(after.Register, name, after.Fields[name])
		rows = append(rows, kit.Shares(1, []float32{1, 1.1, 1.1}, k.Hint(w.fieldLabel(after.Register, name)), k.Hint(was), k.Text(now)))
	}
	switch was, is := before.Fields.Text(register.SameAs), after.Fields.Text(register.SameAs); {
	case was == "" && is != "":
		rows = append(rows, k.Text(w.say("desk.act."+act.RecordJoined)))
	case was != "" && is == "":
		rows = append(rows, k.Text(w.say("desk.act."+act.RecordParted)))
	}
	return rows
}
