package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/act"
	"sala/forms/definition"
	"sala/forms/petition"
)

// petitions are the office's petitions, by queue, read page by page, with the
// one that is looked at beside them.
func (w *Window) petitions(v View) page {
	k := w.now
	tabs := container.NewStack()
	beside := container.NewStack()
	none := container.NewStack()
	var at []office.Listed
	ids := map[int]string{}
	table := k.Paged(w.petitionColumns(), v.Petitions.Count, func(from, n int, shown func([][]string)) {
		w.desk.Rows(from, n, func(rows []office.Listed) {
			at = rows
			words := make([][]string, len(at))
			for i, r := range at {
				ids[from+i] = r.Petition.ID
				words[i] = w.petitionCells(r)
			}
			shown(words)
		})
	}, func(n int) {
		if id := ids[n]; id != "" {
			w.desk.ShowPetition(id)
		}
	})
	table.Narrow(w.say("desk.petitions.narrow"), v.Petitions.Text, w.desk.NarrowPetitions)
	table.OnEnter = func(int) {
		if v := w.desk.View(); v.Petitions.Shown != nil && unfinished(*v.Petitions.Shown) && v.May.Serve {
			w.desk.GoOn(*v.Petitions.Shown)
		}
	}
	body := kit.Shares(2, []float32{1.3, 1}, container.NewStack(table, none), container.NewVScroll(kit.Margins(0, 1.5, 0, 0, beside)))
	object, _ := w.frame(layout{title: w.say("desk.screen.petitions"), beside: tabs, body: kit.Inset(0.5, 1, body), fixed: true})
	shown, fresh := "?", -1
	return page{object: object, focus: func() { w.canvas.Focus(table.Keyboard()) }, update: func(v View) {
		put(tabs, w.queues(v))
		if fresh != v.Petitions.Fresh {
			fresh = v.Petitions.Fresh
			clear(ids)
			table.SortedBy(slices.Index(petitionSorts, v.Petitions.Order), v.Petitions.Turned)
			table.Again(v.Petitions.Count)
		}
		if v.Petitions.Count == 0 && v.Petitions.Fresh > 0 {
			says, hint := w.say("desk.petitions.none"), w.say("desk.petitions.none_hint")
			if v.Petitions.Text != "" {
				says, hint = w.say("desk.petitions.none_has", "text", v.Petitions.Text), w.say("desk.petitions.none_has_hint")
			}
			put(none, k.Empty(fynetheme.ListIcon(), says, hint))
		} else {
			put(none, nil)
		}
		if p := v.Petitions.Shown; p == nil {
			shown = "?"
			put(beside, nil)
		} else if key := fmt.Sprint(p.ID, p.Version, len(v.Petitions.Attached)); key != shown {
			shown = key
			put(beside, kit.Column(0, w.petition(v, *p), kit.Space()))
		}
	}}
}

func unfinished(p petition.Petition) bool { return slices.Contains(office.Unfinished(), p.State) }

// queues are the filters.
func (w *Window) queues(v View) fyne.CanvasObject {
	var tabs []fyne.CanvasObject
	for _, q := range Queues() {
		label := w.say("desk.queue." + string(q))
		if q == v.Petitions.Queue {
			label += "  " + w.now.Number(v.Petitions.Count)
		}
		tabs = append(tabs, w.now.Button(label, func() { w.desk.ShowQueue(q) }).Marked(q == v.Petitions.Queue))
	}
	return kit.Row(1, tabs...)
}

// petitionSorts are the orders of the columns; the second cannot be sorted by.
var petitionSorts = []office.Order{office.ByNumber, unsorted, office.ByState, ""}

const unsorted office.Order = "none"

func (w *Window) petitionColumns() []kit.Col {
	cols := []kit.Col{{Title: w.say("desk.petitions.what"), Share: 2.6}, {Title: w.say("desk.petitions.who"), Share: 1.4}, {Title: w.say("desk.petitions.state"), Share: 1.1}, {Title: w.say("desk.petitions.changed"), Share: 1.5}}
	for i, order := range petitionSorts {
		if order != unsorted {
			cols[i].Sort = func() { w.desk.SortBy(order) }
		}
	}
	return cols
}

func (w *Window) petitionCells(r office.Listed) []string {
	p := r.Petition
	name := r.Resident.Name(w.now.Language)
	return []string{w.formTitle(p.Form), cmp.Or(name, p.Number), w.say("desk.state." + string(p.State)), w.due(p)}
}

// petition is one petition with its history, its notes and what is attached.
func (w *Window) petition(v View, p petition.Petition) fyne.CanvasObject {
	k := w.now
	note := w.keptWords(typedAt(Petitions, p.ID)+"note", nil)
	things := []fyne.CanvasObject{k.Sub(w.formTitle(p.Form)), k.Hint(k.Join(p.Number, w.say("desk.state."+string(p.State)))), w.petitionActs(v, p, note)}
	if p.Flagged != "" {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.petitions.flagged"), p.Flagged))
	}
	for _, l := range p.Left {
		var back []fyne.CanvasObject
		if v.May.Serve {
			back = append(back, k.Button(w.say("desk.left.back"), func() { w.desk.GiveBack(l.What) }))
		}
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.left."+l.What), w.say("desk.left.hint", "time", w.moment(l.At)), back...))
	}
	if page, ok := w.pageOf(p); ok {
		things = append(things, w.answers(page)...)
	}
	things = append(things, kit.Rule(), k.Sub(w.say("desk.petitions.history")), k.Lines(w.history(p, v.Petitions.HandedIn...)), kit.Rule(), w.attachedTo(v))
	return kit.Panel(kit.Column(1.25, append(things, w.remarks(v, p, note))...))
}

// petitionActs are what can be done with a petition now. To withdraw it cannot be
// taken back: the note says why, and without one the keyboard goes there.
func (w *Window) petitionActs(v View, p petition.Petition, why *kit.Entry) fyne.CanvasObject {
	k := w.now
	row := []fyne.CanvasObject{kit.Space()}
	if p.Allows(act.PetitionWithdrawn) && v.May.Serve {
		row = append(row, k.Button(w.say("desk.petitions.withdraw"), func() {
			if w.desk.Withdraw(p, why.Text); strings.TrimSpace(why.Text) == "" {
				w.canvas.Focus(why)
			}
		}).As(kit.Danger))
	}
	if unfinished(p) && v.May.Serve {
		row = append(row, k.MainButton(w.say("desk.petitions.go_on"), "Enter", func() { w.desk.GoOn(p) }))
	}
	return w.buttons(row)
}

// attachedTo are the photos and files of the petition, with previews, and the
// way to attach another.
func (w *Window) attachedTo(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.petitions.attached"))}
	for _, a := range v.Petitions.Attached {
		place := container.NewStack(kit.Least(96, 72, kit.Space()))
		if strings.HasPrefix(a.MIME, "image/") {
			w.desk.Picture(a.Hash, func(picture []byte) {
				if len(picture) > 0 {
					put(place, kit.Photo(picture, 96, 72))
				}
			})
		} else {
			put(place, kit.Least(96, 72, kit.Sign(fynetheme.FileIcon(), theme.Edge, 40)))
		}
		rows = append(rows, kit.Row(2, place, kit.Stretch(kit.Middling(kit.Column(0, k.Text(a.Name), k.Small(k.Join(kit.Size(a.Size), w.officerName(a.Officer), w.moment(a.At.UnixMilli()), w.say("desk.attached."+a.Place))))))))
	}
	if len(v.Petitions.Attached) == 0 {
		rows = append(rows, k.Hint(w.say("desk.petitions.none_attached")))
	}
	if w.desk.beyond.Files != nil && (v.May.Serve || v.May.Decide) {
		picker := container.NewStack()
		rows = append(rows, kit.Row(0, k.Button(w.say("kit.attach.file"), func() {
			p := w.picker(typedAt(Petitions, v.Petitions.Shown.ID), func(file string) { put(picker, nil); w.desk.AttachTo(file) })
			put(picker, p)
			w.fill()
			w.canvas.Focus(p.Ahead.Entry)
		}), kit.Space()), picker)
	}
	return kit.Column(1, rows...)
}

// remarks take a note, and the colleague to whom the petition is handed.
func (w *Window) remarks(v View, p petition.Petition, note *kit.Entry) fyne.CanvasObject {
	k := w.now
	note.OnEnter = func() { w.desk.Note(note.Text) }
	row := []fyne.CanvasObject{kit.Space(), k.Button(w.say("desk.petitions.note"), note.OnEnter)}
	things := []fyne.CanvasObject{kit.Rule(), k.Labelled(w.say("desk.petitions.note_label"), "", note)}
	if p.Allows(act.PetitionHanded) && v.May.Serve {
		var options []kit.Option
		for _, o := range v.SignIn.Officers {
			if o.ID != v.Officer.ID {
				options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
			}
		}
		to := ""
		who := keep(w, typedAt(Petitions, p.ID)+"to", k.TypeAhead("", func(query string) []kit.Option {
			return slices.DeleteFunc(slices.Clone(options), func(o kit.Option) bool { return !strings.Contains(strings.ToLower(o.Label), strings.ToLower(query)) })
		}, func(o kit.Option) { to = o.ID }))
		things = append(things, k.Labelled(w.say("desk.petitions.pass_on_to"), "", who))
		row = append(row, k.Button(w.say("desk.petitions.pass_on"), func() {
			if to != "" {
				w.desk.PassOn(to, note.Text)
			}
		}))
	}
	return kit.Column(1, append(things, w.buttons(row))...)
}

// verbs name the entry of a petition's history.
var verbs = map[string]string{act.PetitionApproved: "approve", act.PetitionReturned: "return", act.PetitionRejected: "reject", act.PetitionWithdrawn: "withdraw",
	act.PetitionDelivered: "deliver", act.PetitionNoted: "note", act.PetitionHanded: "hand"}

// history tells what became of a petition, the oldest first, and when it was
// handed in as far as that is known.
func (w *Window) history(p petition.Petition, handed ...office.Handing) []kit.Line {
	type event struct {
		at   int64
		says string
	}
	events := []event{{p.Created, w.say("desk.history.created", "name", w.officerName(p.CreatedBy))}}
	for _, h := range handed {
		events = append(events, event{h.At, w.say("desk.history.submit", "name", w.officerName(h.By))})
	}
	for _, d := range p.Decisions {
		says := w.say("desk.history."+cmp.Or(verbs[d.Kind], "other"), "name", w.officerName(d.By), "to", w.officerName(d.For))
		events = append(events, event{d.At, w.now.Join(says, d.Note)})
	}
	for _, paid := range p.Paid {
		events = append(events, event{paid.At, w.say("desk.history.paid", "name", w.officerName(paid.By), "amount", w.now.Money(paid.Amount), "number", paid.Receipt)})
	}
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	var lines []kit.Line
	for _, e := range events {
		lines = append(lines, kit.Line{Label: w.moment(e.at), Value: e.says})
	}
	return lines
}
