package desk

import (
	"context"

	"sala/app/office"
	"sala/forms/calendar"
)

// answeredAt is where it is kept on which day the officer last said what she
// wants of the PIN: it is offered once a day.
const answeredAt = "day/pin"

// SetPIN chooses the PIN with which the officer comes back today.
func (d *Desk) SetPIN(digits string) {
	s := d.session
	d.run.Run("desk.wait.save", func(context.Context) func() {
		err := s.SetPIN(digits)
		return func() {
			if d.session == s && !d.failed(err) {
				d.answerPIN()
				d.say("desk.said.pin", nil)
			}
		}
	})
}

// DeclinePIN says that the officer wants no PIN today.
func (d *Desk) DeclinePIN() {
	d.answerPIN()
	d.changed()
}

func (d *Desk) answerPIN() {
	d.view.OffersPIN = false
	d.Type(answeredAt, d.today())
}

// offersPIN reports whether the officer who has come is to be offered a PIN: she
// gave her password, and nothing was said of it today. An account behind glass is
// for once.
func (d *Desk) offersPIN() bool {
	answered, _ := d.Typed(answeredAt)
	return answered != d.today() && !d.office.HasPIN(d.session.Officer.ID) && !d.session.Has(office.Emergency)
}

func (d *Desk) today() string { return calendar.Of(d.office.Now()).String() }

// doneAll forgets all that the officer entered but that she was asked today.
func (d *Desk) doneAll() {
	answered, _ := d.Typed(answeredAt)
	d.done("")
	d.look(answeredAt, answered)
}
