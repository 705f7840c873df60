package desk

import (
	"context"

	"sala/app/office"
	"sala/forms/register"
)

// ShowLooks shows who has looked at the visitor's record: what she may ask for.
func (d *Desk) ShowLooks() {
	v := d.view.Serve.Visitor
	if v == nil || !v.Known || d.view.Serve.Stage != AtPerson {
		return
	}
	look := office.Look{Purpose: register.ForCitizen}
	if v.Card != nil {
		look.Consent = register.ByCard
	}
	s, now, id := d.session, d.serving, v.Resident.ID
	d.run.Run("desk.wait.record", func(ctx context.Context) func() {
		looks, err := s.Views(ctx, register.Residents, id, look)
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.view.Serve.Looks = &looks
			d.stage(AtLooks)
		}
	})
}

// PrintLooks prints the list for the citizen in a language.
func (d *Desk) PrintLooks(language string) {
	looks := d.view.Serve.Looks
	if looks == nil || d.view.Serve.Stage != AtLooks {
		return
	}
	s := d.session
	d.run.Run("desk.wait.print", func(ctx context.Context) func() {
		err := s.PrintViews(ctx, *looks, language)
		return func() {
			if !d.failed(err) {
				d.say("desk.said.looks", nil)
			}
		}
	})
}
