package formview

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// dateTime is a day with the time beside it.
func (v *View) dateTime(q Question, in *input) fyne.CanvasObject {
	var day *kit.DateEntry
	var clock *kit.Entry
	tell := func(date string) {
		time := strings.TrimSpace(clock.Text)
		if date == "" && time == "" {
			v.answer(q.Path, nil)
			return
		}
		v.answer(q.Path, date+"T"+time)
	}
	date, time := dayAndTime(q)
	at, _ := calendar.Parse(date)
	day = v.kit.DateEntry(at, func(d calendar.Date, right bool) {
		if !right {
			tell(day.Entry.Text) // kept as typed; the sheet says what is wrong
			return
		}
		tell(d.String())
	})
	clock = v.kit.Entry(time, func(string) {
		date := day.Entry.Text
		if d, err := calendar.Read(v.kit.Language, date); err == nil {
			date = d.String()
		}
		tell(date)
	})
	clock.PlaceHolder = "09:30"
	in.first, in.put = day.Entry, func(q Question) {
		date, time := dayAndTime(q)
		unlessTyping(day.Entry, func() {
			d, err := calendar.Parse(date)
			day.Put(d)
			if err != nil && date != "" {
				day.Entry.Put(date) // half a date: what was typed stays
			}
		})
		unlessTyping(clock, func() { clock.Put(time) })
	}
	return kit.Row(1, kit.Least(220, 0, day), kit.Least(110, 0, clock), kit.Space())
}

// dayAndTime cuts the answer in two.
func dayAndTime(q Question) (date, time string) {
	s, _ := q.Value.(string)
	date, time, _ = strings.Cut(s, "T")
	return date, time
}

// line is a line on the map, one position a line.
func (v *View) line(q Question, in *input) fyne.CanvasObject {
	written := func(q Question) string { return strings.ReplaceAll(text(q), "; ", "\n") }
	e := v.kit.Area(written(q), func(typed string) { v.answer(q.Path, v.read(q, typed)) })
	e.PlaceHolder = "18.7883 98.9853\n18.7884 98.9861"
	in.first, in.put = e, func(q Question) { unlessTyping(e, func() { e.Put(written(q)) }) }
	return e
}

// Further returns the answer to a question of a line on the map with one more
// position at its end. An outline stays open until it is left: what closed it is
// taken off.
func Further(q Question, lat, lon, accuracy float64) string {
	var walked []string
	for p := range strings.SplitSeq(text(q), ";") {
		if p = strings.TrimSpace(p); p != "" {
			walked = append(walked, p)
		}
	}
	if n := len(walked); q.Kind == definition.Outline && n > 3 && walked[0] == walked[n-1] {
		walked = walked[:n-1]
	}
	return strings.Join(append(walked, fmt.Sprintf("%.6f %.6f 0 %.1f", lat, lon, accuracy)), "; ")
}
