package desk

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// barsShown is how many bars a chart has.
const barsShown = 14

// reports are the office's figures as bars, and on paper.
func (w *Window) reports(v View) page {
	k := w.now
	var tabs []fyne.CanvasObject
	for _, s := range spans {
		tabs = append(tabs, k.Button(w.say("desk.reports.span."+string(s.span)), func() { w.desk.ShowSpan(s.span) }).Marked(s.span == v.Reports.Span))
	}
	l := layout{title: w.say("desk.screen.reports"), beside: kit.Row(1, tabs...)}
	f := v.Reports.Figures
	if f.Count == 0 {
		l.body = kit.Inset(6, 0, k.Empty(fynetheme.GridIcon(), w.say("desk.reports.none"), w.say("desk.reports.none_hint")))
		object, scroll := w.frame(l)
		return page{object: object, scroll: scroll}
	}
	report := w.report(v)
	shown := make([]fyne.CanvasObject, len(report.Charts))
	for i, c := range report.Charts {
		shown[i] = w.chart(c)
	}
	l.body = kit.Column(1.5, w.sums(v), kit.Shares(3, []float32{1.2, 1}, kit.Column(0, shown[0], kit.Space()), kit.Column(1.5, append(shown[1:], kit.Space())...)))
	print := func() { w.desk.PrintReport(report) }
	l.main = k.MainButton(w.say("desk.reports.print"), "F9", print)
	object, scroll := w.frame(l)
	return page{object: object, scroll: scroll, main: print, focus: func() { w.canvas.Focus(l.main) }}
}

// sums are the numbers above the charts.
func (w *Window) sums(v View) fyne.CanvasObject {
	k, f := w.now, v.Reports.Figures
	var taken []string
	for _, m := range f.Taken {
		taken = append(taken, k.Money(m))
	}
	one := func(label, value string) fyne.CanvasObject {
		return kit.Panel(kit.Column(0, k.Hint(w.say(label)), k.Sub(value).Ink(theme.Place).OneLine()))
	}
	return kit.Tiles(2, 3, one("desk.reports.total", k.Number(f.Count)), one("desk.reports.late", k.Number(f.Late)), one("desk.reports.taken", strings.Join(taken, " + ")))
}

// report words the figures: the screen and the paper show the same.
func (w *Window) report(v View) office.Report {
	f, k := v.Reports.Figures, w.now
	r := office.Report{Language: k.Language, Office: definition.Text(v.Status.Profile.Names).In(k.Language), Title: w.say("desk.reports.title"),
		Note: k.Join(w.short(f.From)+" – "+w.short(f.To), w.say("desk.reports.total")+" "+k.Number(f.Count), w.say("desk.reports.late")+" "+k.Number(f.Late))}
	var forms []Count
	days := map[string]string{}
	for _, x := range f.ByForm {
		forms = append(forms, Count{x.Form, x.Count})
		if x.Decided > 0 {
			days[x.Form] = w.say("desk.reports.days", "days", fmt.Sprintf("%.1f", x.Days))
		}
	}
	r.Charts = append(r.Charts,
		w.bars("desk.reports.by_form", forms, func(id string) (label, note string) { return w.formTitle(id), days[id] }),
		w.bars("desk.reports.by_state", counts(f.ByState), func(s string) (label, note string) { return w.say("desk.state." + s), "" }),
		w.bars("desk.reports.by_day", lately(f.ByDay, barsShown), func(s string) (label, note string) {
			day, err := calendar.Parse(s)
			if err != nil {
				return s, ""
			}
			return w.short(day), ""
		}))
	return r
}

func (w *Window) bars(title string, list []Count, name func(string) (label, note string)) office.Chart {
	c := office.Chart{Title: w.say(title)}
	most := 1
	for _, x := range list {
		most = max(most, x.N)
	}
	for i, x := range list {
		if i == barsShown {
			break
		}
		label, note := name(x.Of)
		c.Bars = append(c.Bars, office.Bar{Label: label, Note: note, Value: w.now.Number(x.N), Share: float64(x.N) / float64(most)})
	}
	return c
}

func (w *Window) chart(c office.Chart) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(c.Title)}
	for _, b := range c.Bars {
		label := []fyne.CanvasObject{k.Text(b.Label)}
		if b.Note != "" {
			label = append(label, k.Small(b.Note))
		}
		rows = append(rows, kit.Shares(1.5, []float32{1.5, 1.5, 0.4}, kit.Column(0, label...), kit.Middling(k.Bar(float32(b.Share))), k.Text(b.Value).Trailing()))
	}
	return kit.Panel(kit.Column(1, rows...))
}
