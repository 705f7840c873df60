package register

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sala/forms/calendar"
)

// Visits is the register of what field officers are to do: one record a stop.
const Visits = "visit"

// VisitState is how far a visit is.
type VisitState string

// The states of a visit. The last three are ends without a form.
const (
	VisitOpen    VisitState = "open"
	VisitBegun   VisitState = "begun"
	VisitDone    VisitState = "done"
	VisitNotMet  VisitState = "not_met"
	VisitRefused VisitState = "refused"
	VisitMoved   VisitState = "moved"
)

// Open reports whether somebody still has to go there.
func (s VisitState) Open() bool { return s == "" || s == VisitOpen || s == VisitBegun }

// Visit is the typed view of a record of the register of visits.
type Visit struct {
	ID        string        `json:"id"`
	Version   uint64        `json:"version"`
	Office    string        `json:"office"`
	Officer   string        `json:"officer,omitempty"` // who is to go; "" whoever goes there
	Form      string        `json:"form,omitempty"`    // to be filled; "" is chosen on the spot
	Household string        `json:"household,omitempty"`
	Resident  string        `json:"resident,omitempty"`
	Subject   string        `json:"subject,omitempty"` // in words, of what no register knows
	Place     string        `json:"place,omitempty"`   // likewise, and how to find it
	Position  Point         `json:"position,omitzero"`
	Due       calendar.Date `json:"due,omitzero"`
	Order     int           `json:"order"` // on the route
	State     VisitState    `json:"state"`
	Said      string        `json:"said,omitempty"` // what was said before, for whoever comes next
	Petitions []string      `json:"petitions,omitempty"`
	Calls     []Call        `json:"calls,omitempty"`
	Answers   Fields        `json:"answers,omitempty"` // by question, as the officers who were there gave them
}

// Point is a position on the earth in degrees.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// IsZero reports whether there is no position.
func (p Point) IsZero() bool { return p == Point{} }

// Call is an officer's being there.
type Call struct {
	Officer  string     `json:"officer"`
	Station  string     `json:"station"`
	At       string     `json:"at"` // RFC 3339
	State    VisitState `json:"state"`
	Position Point      `json:"position,omitzero"`
	Accuracy float64    `json:"accuracy,omitempty"` // metres
	Reason   string     `json:"reason,omitempty"`   // why it ended without a form
	Said     string     `json:"said,omitempty"`     // for whoever comes next
}

// Last returns the newest call, false when nobody was there yet.
func (v Visit) Last() (Call, bool) {
	if len(v.Calls) == 0 {
		return Call{}, false
	}
	return slices.MaxFunc(v.Calls, func(a, b Call) int { return strings.Compare(a.At, b.At) }), true
}

// LastSaid returns what was said the last time that anybody was there, or what
// the office wrote down before.
func (v Visit) LastSaid() string {
	if c, ok := v.Last(); ok && c.Said != "" {
		return c.Said
	}
	return v.Said
}

// Names of fields of a visit that are one for each officer or question, so that
// what two of them wrote merges.
const (
	callField   = "call."
	answerField = "answer."
)

// AnswerField returns the name of the field that holds the answer to a question.
func AnswerField(question string) string { return answerField + question }

// QuestionOf returns the question whose answer a field holds, "" and false for a
// field that holds something else.
func QuestionOf(field string) (question string, ok bool) {
	if question, ok = strings.CutPrefix(field, answerField); !ok {
		return "", false
	}
	return question, true
}

// Field returns the name of the field that holds the call, and its value.
func (c Call) Field() (name string, value Fields) {
	f := Fields{"at": c.At, "station": c.Station, "state": string(c.State)}
	f.set("reason", c.Reason)
	f.set("said", c.Said)
	if !c.Position.IsZero() {
		f.set("lat", degrees(c.Position.Lat))
		f.set("lon", degrees(c.Position.Lon))
	}
	if c.Accuracy > 0 {
		f["accuracy"] = strconv.FormatFloat(c.Accuracy, 'f', 0, 64)
	}
	return callField + c.Officer, f
}

// degrees writes an angle to a decimetre.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// Record returns v as a record.
func (v Visit) Record() Record {
	f := Fields{}
	for name, value := range map[string]string{"officer": v.Officer, "form": v.Form, "household": v.Household, "resident": v.Resident,
		"subject": v.Subject, "place": v.Place, "due": v.Due.String(), "state": string(v.State), "said": v.Said} {
		f.set(name, value)
	}
	if v.Order != 0 {
		f["order"] = int64(v.Order)
	}
	if !v.Position.IsZero() {
		f.set("lat", degrees(v.Position.Lat))
		f.set("lon", degrees(v.Position.Lon))
	}
	if len(v.Petitions) > 0 {
		list := make([]any, len(v.Petitions))
		for i, p := range v.Petitions {
			list[i] = p
		}
		f["petitions"] = list
	}
	for _, c := range v.Calls {
		name, value := c.Field()
		f[name] = value
	}
	for question, value := range v.Answers {
		f[AnswerField(question)] = value
	}
	return Record{Register: Visits, ID: v.ID, Version: v.Version, Office: v.Office, Fields: f}
}

// AsVisit returns the typed view of a visit's record.
func AsVisit(rec Record) Visit {
	f := rec.Fields
	due, _ := calendar.Parse(f.Text("due"))
	order, _ := f["order"].(int64)
	v := Visit{ID: rec.ID, Version: rec.Version, Office: rec.Office, Officer: f.Text("officer"), Form: f.Text("form"), Household: f.Text("household"),
		Resident: f.Text("resident"), Subject: f.Text("subject"), Place: f.Text("place"), Position: f.point(), Due: due, Order: int(order),
		State: VisitState(f.Text("state")), Said: f.Text("said")}
	if v.State == "" {
		v.State = VisitOpen
	}
	if list, ok := f["petitions"].([]any); ok {
		for _, p := range list {
			v.Petitions = append(v.Petitions, fmt.Sprint(p))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if question, ok := QuestionOf(name); ok {
			if v.Answers == nil {
				v.Answers = Fields{}
			}
			v.Answers[question] = f[name]
		} else if officer, ok := strings.CutPrefix(name, callField); ok {
			c := f.Fields(name)
			accuracy, _ := strconv.ParseFloat(c.Text("accuracy"), 64)
			v.Calls = append(v.Calls, Call{Officer: officer, Station: c.Text("station"), At: c.Text("at"), State: VisitState(c.Text("state")),
				Position: c.point(), Accuracy: accuracy, Reason: c.Text("reason"), Said: c.Text("said")})
		}
	}
	return v
}

// point returns the position in the fields lat and lon.
func (f Fields) point() Point {
	lat, err := strconv.ParseFloat(f.Text("lat"), 64)
	lon, err2 := strconv.ParseFloat(f.Text("lon"), 64)
	if err != nil || err2 != nil {
		return Point{}
	}
	return Point{lat, lon}
}
