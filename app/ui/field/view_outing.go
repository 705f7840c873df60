package field

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

// outing asks what is to be taken out, and says how much that is.
func (w *Window) outing(v View) page {
	k := w.now
	size := container.NewStack()
	main := k.MainButton(w.say("field.take_out"), "F9", w.field.TakeOutNow)
	p := page{title: w.say("field.outing"), main: main}
	if v.Out {
		p.sheet = sheet
		p.body = kit.Column(2, k.Notice(kit.ToneWarm, w.say("field.half", "done", v.Carried.Fetched, "total", max(v.Carried.Total, v.Carried.Records)), w.say("field.half_hint")), size)
		p.update = w.sizeUpdate(size, main)
		return p
	}
	p.body = kit.Shares(3, []float32{1, 1, 1},
		kit.Column(0, kit.Panel(kit.Column(1.5, k.Sub(w.say("field.outing.areas")), k.Hint(w.say("field.outing.areas_hint")), w.areas(v))), kit.Space()),
		kit.Column(0, kit.Panel(kit.Column(1.5, k.Sub(w.say("field.outing.forms")), k.Hint(w.say("field.outing.forms_hint")), w.formChoice(v))), kit.Space()),
		kit.Column(2, kit.Panel(kit.Column(1.5, k.Sub(w.say("field.outing.days")), w.days(v), w.photoChoice(v))), size, kit.Space()))
	p.update = w.sizeUpdate(size, main)
	return p
}

// sizeUpdate keeps saying how much it is, or how far it has come.
func (w *Window) sizeUpdate(size *fyne.Container, main *kit.Button) func(View) {
	shown := "?"
	return func(v View) {
		key := fmt.Sprint(v.Plan, v.Planned, v.Progress, v.Choice.Photos)
		if key == shown {
			return
		}
		shown = key
		size.Objects = []fyne.CanvasObject{w.size(v)}
		size.Refresh()
		if v.Progress.Total > 0 {
			main.Disable()
		} else {
			main.Enable()
		}
	}
}

func (w *Window) size(v View) fyne.CanvasObject {
	k, p := w.now, v.Plan
	if g := v.Progress; g.Total > 0 {
		return kit.Panel(kit.Column(1, k.Text(w.say("field.fetching", "done", g.Done, "total", g.Total)), k.Bar(float32(g.Done)/float32(g.Total))))
	}
	if !v.Planned {
		return kit.Space()
	}
	taken, photos := "field.plan.size", p.PhotoBytes
	if p.Photos > 0 && !v.Choice.Photos {
		taken, photos = "field.plan.size_alone", 0
	}
	return kit.Panel(kit.Column(1, k.Sub(w.say("field.outing.size")),
		k.Text(w.say("field.plan.records", "visits", p.Visits, "households", p.Households, "residents", p.Residents, "petitions", p.Petitions)),
		k.Text(w.say(taken, "size", kit.Size(p.Bytes), "photos", p.Photos, "photo_size", kit.Size(p.PhotoBytes))),
		k.Text(w.say("field.outing.sum", "size", kit.Size(p.Bytes+photos))).Bold()))
}

// mostAreas is how many areas are offered on the screen, those with most visits
// first; every village has its own on the command line.
const mostAreas = 12

func (w *Window) areas(v View) fyne.CanvasObject {
	var options []kit.Option
	list := slices.Clone(v.Plan.Areas)
	slices.SortStableFunc(list, func(a, b office.OutArea) int { return b.Visits - a.Visits })
	for _, a := range list {
		if strings.Contains(a.Name, "/") || len(options) == mostAreas {
			continue
		}
		label := a.Name
		if area, ok := w.field.office.Map.Area(a.Name); ok {
			label = area.Label.In(w.now.Language)
		}
		options = append(options, kit.Option{ID: a.Name, Label: label, Detail: w.say("field.area", "households", a.Households, "visits", a.Visits)})
	}
	return w.now.Choice(options, v.Choice.Areas, true, func(ids []string) { w.field.Want(func(c *Choice) { c.Areas = ids }) })
}

func (w *Window) formChoice(v View) fyne.CanvasObject {
	var options []kit.Option
	for _, f := range v.Services {
		options = append(options, kit.Option{ID: f.ID, Label: f.Title.In(w.now.Language)})
	}
	return w.now.Choice(options, v.Choice.Forms, true, func(ids []string) { w.field.Want(func(c *Choice) { c.Forms = ids }) })
}

func (w *Window) days(v View) fyne.CanvasObject {
	e := w.now.Entry(strconv.Itoa(v.Choice.Days), func(typed string) {
		n, _ := strconv.Atoi(strings.TrimSpace(typed))
		w.field.Want(func(c *Choice) { c.Days = n })
	})
	return w.now.Field(w.say("field.outing.how_long"), w.say("field.outing.how_long_hint"), true, kit.Row(0, kit.Least(120, 0, e), kit.Space())).Container
}

func (w *Window) photoChoice(v View) fyne.CanvasObject {
	var chosen []string
	if v.Choice.Photos {
		chosen = []string{"photos"}
	}
	return w.now.Choice([]kit.Option{{ID: "photos", Label: w.say("field.outing.photos")}}, chosen, true, func(ids []string) {
		w.field.Want(func(c *Choice) { c.Photos = len(ids) > 0 })
	})
}

// back says what is still to be sent, and what becomes of the rest.
func (w *Window) back(v View) page {
	k, j := w.now, v.Status.Journal
	open, done := v.Left()
	until, _ := calendar.Parse(v.Carried.Until)
	things := []fyne.CanvasObject{
		kit.Panel(kit.Column(1, k.Sub(w.say("field.back.here")), k.Text(w.say("field.taken", "records", v.Carried.Total, "until", until.Short(k.Language))),
			k.Text(w.say("field.work_count", "open", open, "done", done)), k.Text(w.say("field.waiting", "count", j.Pending)))),
		k.Notice(kit.ToneInfo, w.say("field.back.what"), w.say("field.back.what_hint")),
	}
	if purse := w.purse(v); purse != nil {
		things = append(things, purse)
	}
	if n := v.undecided(); n > 0 {
		things = append(things, k.Notice(kit.ToneWarm, w.say("field.back.overlaps", "count", n), w.say("field.back.overlaps_hint"), w.toOverlaps(v)))
	} else if n := len(v.Kept); n > 0 {
		things = append(things, k.Notice(kit.ToneWarm, w.say("field.back.kept", "count", n), w.say("field.kept.hint"), w.toOverlaps(v)))
	}
	return page{title: w.say("field.bring_back"), sheet: sheet, body: kit.Column(2, things...), back: k.Button(k.Say("kit.back"), w.field.ToList).With("Esc"),
		main: k.MainButton(w.say("field.back.now"), "F9", w.field.BringBack), update: func(View) {}}
}

// call says who was there, when and where.
func (w *Window) call(c register.Call) string {
	words := []string{w.officer(c.Officer)}
	if day, clock, ok := strings.Cut(c.At, "T"); ok {
		if d, err := calendar.Parse(day); err == nil {
			words = append(words, d.Short(w.now.Language)+" "+clock[:min(5, len(clock))])
		}
	}
	if !c.Position.IsZero() {
		words = append(words, fmt.Sprintf("%.4f, %.4f", c.Position.Lat, c.Position.Lon))
	}
	return w.now.Join(words...)
}

func (w *Window) officer(id string) string {
	for _, o := range w.field.View().SignIn.Officers {
		if o.ID == id {
			return definition.Text(o.Names).In(w.now.Language)
		}
	}
	return id
}

// question returns a question's words.
func (w *Window) question(form, id string) string {
	if q, ok := w.find(form, id); ok {
		return q.Label.In(w.now.Language)
	}
	return id
}

func (w *Window) find(form, id string) (definition.Question, bool) {
	f, ok := w.field.office.Forms.Form(form)
	if !ok {
		return definition.Question{}, false
	}
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			if q.ID == id {
				return q, true
			}
		}
	}
	return definition.Question{}, false
}

// answer says an answer in words.
func (w *Window) answer(form, id string, value any) string {
	q, ok := w.find(form, id)
	f, _ := w.field.office.Forms.Form(form)
	if !ok {
		return fmt.Sprint(value)
	}
	said := formview.Answer(w.now, formview.Question{Kind: q.Kind, Value: value, Options: slices.Concat(q.Options, f.Lists[q.List]), Country: f.Country, Currency: f.Fee.Currency})
	if said == "" {
		return "–"
	}
	return said
}
