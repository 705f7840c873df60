package desk

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// shownItems is how many waiting entries the page lists; the others are counted.
const shownItems = 25

// sync is the line to central: what waits and why, what central set aside, the
// numbers, and the way by USB.
func (w *Window) sync(v View) page {
	if v.Sync.Conflict != nil {
		return w.aside(v)
	}
	left := []fyne.CanvasObject{w.lineState(v)}
	if aside := w.setAside(v); aside != nil {
		left = append(left, aside)
	}
	left = append(left, w.unsent(v), kit.Space())
	right := kit.Column(2, w.stick(v), w.numbersLeft(v), kit.Space())
	l := layout{title: w.say("desk.screen.sync"), body: kit.Shares(3, []float32{1.5, 1}, kit.Column(2, left...), right)}
	p := page{keys: map[fyne.KeyName]func(){fyne.KeyF7: w.firstAside}}
	if v.Sync.CanTry {
		main := w.now.MainButton(w.say("desk.sync.try"), "F9", w.desk.TryNow)
		l.main, p.main, p.focus = main, w.desk.TryNow, func() { w.canvas.Focus(main) }
	}
	p.object, p.scroll = w.frame(l)
	return p
}

// lineState says how the line is, in sentences.
func (w *Window) lineState(v View) fyne.CanvasObject {
	k := w.now
	j, l := v.Status.Journal, v.Sync.Line
	var notice fyne.CanvasObject
	switch key := "sync.reason." + l.Reason; {
	case l.Reason != "" && k.Words.Has(key):
		notice = k.Notice(kit.ToneWarm, w.say(key), w.say("sync.hint."+l.Reason))
	case j.Pending > 0:
		notice = k.Notice(kit.ToneInfo, w.say("desk.sync.waiting", "count", j.Pending), w.say("desk.sync.waiting_hint"))
	default:
		notice = k.Notice(kit.ToneGood, w.say("desk.sync.none"), w.say("desk.sync.none_hint"))
	}
	things := []fyne.CanvasObject{notice}
	next := w.say("desk.sync.nobody")
	if !l.NextTry.IsZero() {
		next = w.say("desk.sync.next", "time", clock(l.NextTry))
	}
	last := w.say("desk.sync.never")
	if !j.LastSync.IsZero() {
		last = w.say("desk.sync.last", "time", w.moment(j.LastSync.UnixMilli()))
	}
	things = append(things, k.Text(next).Bold(), k.Hint(last), k.Hint(w.say("desk.sync.state", "entries", int(j.Entries), "acknowledged", strconv.FormatUint(j.Acknowledged, 10))))
	if l.Files > 0 {
		things = append(things, k.Hint(w.say("desk.sync.files", "count", l.Files, "size", sizeWords(l.FileBytes))))
	}
	if off := l.Skew.Abs().Round(time.Minute); off >= 2*time.Minute {
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.sync.clock", "minutes", int(off/time.Minute)), w.say("sync.hint.clock")))
	}
	switch l.Relay {
	case "":
	case office.RelaySelf:
		things = append(things, k.Hint(w.say("desk.sync.relay_self", "count", l.RelayHolds)))
	default:
		things = append(things, k.Hint(w.say("desk.sync.relay", "url", l.Relay)))
	}
	switch l.PackState {
	case "coming", "taken":
		things = append(things, k.Hint(w.say("desk.sync.pack."+l.PackState, "pack", l.Pack)))
	case "refused":
		_, hint := k.Words.Trouble(k.Language, l.PackCode, kit.Args("file", l.Pack, "why", "", "count", 0, "pack", l.Pack, "in_use", w.desk.office.Forms.Name()))
		things = append(things, k.Notice(kit.ToneWarm, w.say("desk.sync.pack.refused", "pack", l.Pack), hint))
	}
	return kit.Panel(kit.Column(1, things...))
}

// sizeWords is a number of bytes as people say it.
func sizeWords(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d kB", (n+1023)>>10)
}

// setAside lists what central did not apply: each opens.
func (w *Window) setAside(v View) fyne.CanvasObject {
	k := w.now
	var rows []fyne.CanvasObject
	for _, i := range v.Sync.Items {
		if i.State == office.OutboxWaiting {
			continue
		}
		b := k.Button(k.Join(w.actWords(i.Kind), i.Title), func() { w.desk.ShowAside(i.Seq) })
		b.Icon = fynetheme.WarningIcon()
		if len(rows) == 0 {
			b.With("F7")
		}
		b.Detail = k.Join(w.say("desk.sync.item."+i.State), w.reason(i.Reason), w.moment(i.At.UnixMilli()))
		rows = append(rows, b)
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.Panel(kit.Column(1, append([]fyne.CanvasObject{k.Sub(w.say("desk.sync.aside")), k.Hint(w.say("desk.sync.aside_hint"))}, rows...)...))
}

// firstAside opens what has been set aside for longest.
func (w *Window) firstAside() {
	for _, i := range w.desk.View().Sync.Items {
		if i.State != office.OutboxWaiting {
			w.desk.ShowAside(i.Seq)
			return
		}
	}
}

func (w *Window) reason(code string) string {
	if key := "sync.reason." + code; code != "" && w.now.Words.Has(key) {
		return w.say(key)
	}
	return ""
}

// unsent lists what was not sent yet.
func (w *Window) unsent(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.sync.outbox"))}
	more := 0
	for _, i := range v.Sync.Items {
		if i.State != office.OutboxWaiting {
			continue
		}
		if len(rows) > shownItems {
			more++
			continue
		}
		rows = append(rows, kit.Shares(1.5, []float32{0.35, 2, 0.9}, k.Hint(strconv.FormatUint(i.Seq, 10)), kit.Column(0, k.Text(w.actWords(i.Kind)), k.Small(i.Title)), k.Small(w.moment(i.At.UnixMilli())).Trailing()))
	}
	switch {
	case len(rows) == 1 && w.desk.beyond.Outbox == nil:
		rows = append(rows, k.Hint(w.say("desk.sync.unlisted")))
	case len(rows) == 1:
		rows = append(rows, k.Hint(w.say("desk.sync.none")))
	case more > 0:
		rows = append(rows, k.Hint(w.say("desk.sync.more", "count", more)))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// numbersLeft says how many legal numbers there are, and when they run low.
func (w *Window) numbersLeft(v View) fyne.CanvasObject {
	k := w.now
	rows := []fyne.CanvasObject{k.Sub(w.say("desk.sync.numbers"))}
	for _, n := range v.Sync.Leases {
		kind := n.Kind
		if key := "desk.number." + n.Kind; k.Words.Has(key) {
			kind = w.say(key)
		}
		share := float32(0)
		if n.Size > 0 {
			share = float32(n.Left) / float32(n.Size)
		}
		rows = append(rows, kit.Column(0.5, kit.Row(1, kit.Stretch(k.Text(k.Join(kind, strconv.Itoa(n.Year)))), k.Text(w.say("desk.sync.left", "left", int(n.Left), "size", int(n.Size))).OneLine()), k.Bar(share)))
		if n.Low {
			rows = append(rows, k.Text(w.say("desk.sync.low")).Ink(theme.Warm))
		}
	}
	if len(v.Sync.Leases) == 0 {
		rows = append(rows, k.Hint(w.say("desk.sync.no_numbers")))
	}
	return kit.Panel(kit.Column(1, rows...))
}

// stick is the way by USB, both ways, with its progress.
func (w *Window) stick(v View) fyne.CanvasObject {
	k, c := w.now, v.Sync.Carry
	things := []fyne.CanvasObject{k.Sub(w.say("desk.carry")), k.Hint(w.say("desk.carry.hint"))}
	if !c.Can {
		return kit.Panel(kit.Column(1, append(things, k.Hint(w.say("desk.carry.none")))...))
	}
	if c.Moving != "" {
		share := float32(0)
		if c.Total > 0 {
			share = float32(c.Done) / float32(c.Total)
		}
		things = append(things, k.Text(w.say("desk.carry.moving."+c.Moving, "done", sizeWords(c.Done), "total", sizeWords(c.Total))), k.Bar(share))
		if wait := v.Wait; wait != nil && wait.Cancel != nil {
			things = append(things, kit.Row(1, kit.Space(), k.Button(w.say("kit.cancel"), wait.Cancel)))
		}
		return kit.Panel(kit.Column(1, things...))
	}
	if b := c.Last; b != nil {
		key := "desk.carry.done." + c.Way
		things = append(things, k.Notice(kit.ToneGood, w.say(key, "entries", b.Entries, "aside", b.Aside, "changes", b.Changes, "numbers", b.Leases, "files", b.Pictures), w.say(key+"_hint")))
	}
	out, in := w.kept(typedAt(Sync, "carry")+"out", c.Out, nil), w.kept(typedAt(Sync, "carry")+"in", c.In, nil)
	out.OnEnter = func() { w.desk.CarryOut(out.Text) }
	in.OnEnter = func() { w.desk.CarryIn(in.Text) }
	things = append(things,
		k.Labelled(w.say("desk.carry.out"), w.say("desk.carry.out_hint"), out), kit.Row(1, kit.Space(), k.Button(w.say("desk.carry.write"), func() { w.desk.CarryOut(out.Text) })),
		k.Labelled(w.say("desk.carry.in"), w.say("desk.carry.in_hint"), in), kit.Row(1, kit.Space(), k.Button(w.say("desk.carry.read"), func() { w.desk.CarryIn(in.Text) })))
	return kit.Panel(kit.Column(1, things...))
}

func valueWords(v any) string {
	switch v := v.(type) {
	case nil:
		return "—"
	case string:
		return v
	case map[string]any:
		var parts []string
		for _, x := range v {
			parts = append(parts, fmt.Sprint(x))
		}
		return strings.Join(parts, " ")
	}
	return fmt.Sprint(v)
}
