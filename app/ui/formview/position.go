package formview

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
)

// position is a place that a receiver found, or that is typed, with how sure it
// is beside it where whoever types knows. A citizen in a hall does not.
func (v *View) position(q Question, in *input) fyne.CanvasObject {
	var e, sure *kit.Entry
	received := false // whoever types over it knows nothing of what the receiver knew
	tell := func() {
		received = false
		v.answer(q.Path, place(e.Text, sure.Text))
	}
	e = v.kit.Entry(text(q), func(string) {
		if received {
			sure.Put("")
		}
		tell()
	})
	sure = v.kit.Entry(metres(q), func(string) { tell() })
	e.PlaceHolder, sure.PlaceHolder, sure.Says = "18.7883, 98.9853", v.kit.Say("kit.accuracy.short"), v.kit.Say("kit.accuracy.ask")
	words := v.kit.Small("")
	in.first, in.put = e, func(q Question) {
		value, _ := q.Value.(map[string]any)
		received = value["at"] != nil
		unlessTyping(e, func() { e.Put(text(q)) })
		unlessTyping(sure, func() { sure.Put(metres(q)) })
		known := accuracy(v.kit, q.Value)
		words.SetWords(known)
		words.Hidden = known == ""
	}
	switch {
	case v.kit.Front == theme.Kiosk:
		return kit.Column(0.5, e, words)
	case large(e):
		return kit.Column(0.5, e, sure, words)
	}
	return kit.Column(0.5, kit.Row(1, kit.Stretch(e), kit.Least(190, 0, sure)), words)
}

// between stands between a position and its accuracy where the position is half
// typed: what stands there is kept as it is.
const between = "±"

// place reads a position and its accuracy as they are typed. What is no position
// stays the text that it is, and the sheet says so; an accuracy that is none stays
// beside its position.
func place(at, sure string) any {
	at, sure = strings.TrimSpace(at), strings.TrimSpace(sure)
	lat, lon, found := strings.Cut(calendar.ASCIIDigits(at), ",")
	x, err := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if !found || err != nil || err2 != nil {
		switch {
		case sure != "":
			return strings.TrimSpace(at + " " + between + " " + sure)
		case at != "":
			return at
		}
		return nil
	}
	out := map[string]any{"lat": x, "lon": y}
	if sure != "" {
		out["accuracy"] = sure
		if m, err := strconv.ParseFloat(calendar.ASCIIDigits(sure), 64); err == nil && !math.IsNaN(m) && !math.IsInf(m, 0) {
			out["accuracy"] = m
		}
	}
	return out
}

// coordinates returns the position of an answer as it is typed.
func coordinates(value any) string {
	switch v := value.(type) {
	case map[string]any:
		return fmt.Sprintf("%v, %v", v["lat"], v["lon"])
	case string:
		at, _, _ := strings.Cut(v, between)
		return strings.TrimSpace(at)
	}
	return ""
}

// metres returns the accuracy of an answer as it is typed, "" where nobody knows.
func metres(q Question) string {
	switch v := q.Value.(type) {
	case map[string]any:
		if sure, ok := v["accuracy"].(string); ok {
			return sure
		}
		return rounded(v["accuracy"])
	case string:
		_, sure, _ := strings.Cut(v, between)
		return strings.TrimSpace(sure)
	}
	return ""
}

// accuracy says how sure a position is, "" where nobody knows.
func accuracy(k *kit.Kit, value any) string {
	at, _ := value.(map[string]any)
	if m := rounded(at["accuracy"]); m != "" {
		return k.Say("kit.accuracy", "metres", m)
	}
	return ""
}

// rounded writes metres to a tenth.
func rounded(metres any) string {
	switch m := metres.(type) {
	case float64:
		return strconv.FormatFloat(math.Round(m*10)/10, 'f', -1, 64)
	case int64:
		return strconv.FormatInt(m, 10)
	}
	return ""
}
