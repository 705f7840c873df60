package desk

import (
	"fmt"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
)

// copies are the second copies of the station: where they go, which there are,
// and whether one can be put back.
func (w *Window) copies(v View) page {
	k := w.now
	leave := func() { w.desk.ShowSettings("") }
	back := k.Button(w.say("kit.back"), leave).With("Esc")
	if w.desk.beyond.Safe == nil {
		object, scroll := w.frame(layout{title: w.say("desk.copies.title"), back: back, body: k.Empty(fynetheme.StorageIcon(), w.say("desk.copies.cannot"), "")})
		return page{object: object, scroll: scroll, back: leave}
	}
	var things []fyne.CanvasObject
	if v.Settings.Trouble != "" {
		things = append(things, k.Trouble(v.Settings.Trouble, kit.Args("dir", v.Settings.Plan.Folder)))
	}
	things = append(things, w.copyPlan(v.Settings.Plan))
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.copies.all"))}
	password := k.Password(nil)
	for _, c := range v.Settings.Copies {
		rows = append(rows, w.copyRow(c, v.Settings, func() { typed := password.Text; password.Put(""); w.desk.DrillCopy(c.Dir, typed) }))
	}
	if len(v.Settings.Copies) == 0 {
		rows = append(rows, k.Hint(w.say("desk.copies.none")))
	} else {
		rows = append(rows, kit.Rule(), k.Labelled(w.say("desk.copies.password"), w.say("desk.copies.drill_hint"), password))
	}
	things = append(things, kit.Panel(kit.Column(1, rows...)))
	l := layout{title: w.say("desk.copies.title"), back: back, body: kit.Measure(860, kit.Column(2, things...))}
	p := page{back: leave}
	if v.Settings.Plan.Folder != "" {
		l.main, p.main = k.MainButton(w.say("desk.copies.make"), "F9", w.desk.MakeCopy), w.desk.MakeCopy
	}
	p.object, p.scroll = w.frame(l)
	return p
}

func (w *Window) copyPlan(plan office.CopyPlan) fyne.CanvasObject {
	k := w.now
	place := typedAt(Settings, string(SettingsCopies))
	folder := w.kept(place+"folder", plan.Folder, nil)
	number := func(name string, n int) *kit.Entry { return w.kept(place+name, strconv.Itoa(n), nil) }
	plan = plan.Complete()
	hours, keep := number("hours", plan.Hours), number("keep", plan.Keep)
	save := k.Button(w.say("desk.copies.plan_save"), func() {
		w.desk.PlanCopies(office.CopyPlan{Folder: folder.Text, Hours: typedNumber(hours), Keep: typedNumber(keep)})
	})
	return kit.Panel(kit.Column(1, k.Sub(w.say("desk.copies.plan")), k.Hint(w.say("desk.copies.plan_hint")),
		k.Labelled(w.say("desk.copies.folder"), w.say("desk.copies.folder_hint"), folder),
		kit.Row(2, kit.Least(160, 0, k.Labelled(w.say("desk.copies.hours"), "", hours)), kit.Least(160, 0, k.Labelled(w.say("desk.copies.keep"), "", keep)), kit.Space(), kit.Column(0, kit.Space(), save))))
}

// typedNumber is a number that stands in an entry, 0 for anything else.
func typedNumber(e *kit.Entry) int {
	n, err := strconv.Atoi(e.Text)
	if err != nil {
		return 0
	}
	return n
}

func (w *Window) copyRow(c office.Copy, v SettingsView, drill func()) fyne.CanvasObject {
	k := w.now
	holds := w.say("desk.copies.holds", "entries", k.Number(int(c.Entries)), "size", fmt.Sprintf("%.1f MB", float64(c.Bytes)/1e6))
	about := kit.Column(0, k.Text(w.moment(c.At.UnixMilli())).Bold(), k.Small(k.Join(holds, filepath.Base(c.Dir))))
	row := []fyne.CanvasObject{kit.Stretch(about)}
	if v.Drilled == c.Dir {
		row = append(row, k.Lamp("", w.say("desk.copies.whole", "entries", k.Number(int(v.Entries))), kit.ToneGood))
	}
	return kit.Column(1, kit.Rule(), kit.Row(1, append(row, k.Button(w.say("desk.copies.drill"), drill))...))
}
