package desk

import (
	"sala/app/ui/kit"
	"sala/forms/petition"
)

// called puts the number by which somebody is called to the counter today before
// what a petition's row says.
func (w *Window) called(row *kit.Button, p petition.Petition) *kit.Button {
	if n := w.desk.office.PlaceToday(p); n != "" {
		row.Detail = w.now.Join(w.say("ticket.called", "number", n), row.Detail)
	}
	return row
}
