package desk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/seal"
)

// symbol is told of what a scanner read: a kiosk's ticket, or the seal of a paper.
// It is heard wherever nothing else is under way.
func (d *Desk) symbol(e office.Event) {
	if d.session == nil || e.Code != "" {
		return
	}
	switch at := d.view.Screen; {
	case at == Today, at == Petitions, at == Serve && d.view.Serve.Stage == AtCard:
		d.Ticketed(e.Text)
	case (at == Certificates || at == Verify) && sealed(e.Text):
		d.Go(Verify)
		d.VerifyText(e.Text)
	}
}

// Ticketed goes on with the petition of a ticket that a kiosk gave, scanned or
// typed: nothing is asked again. A petition that is done is shown. What turns out
// to be the seal of a paper is verified, where the day is looked at.
func (d *Desk) Ticketed(text string) {
	s, at := d.session, d.view.Screen
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		p, err := s.Ticketed(ctx, strings.TrimSpace(text))
		return func() {
			switch {
			case d.session != s || d.view.Screen != at:
			case at == Today && sealed(text) && office.CodeOf(err) == "ticket_unreadable":
				d.Go(Verify)
				d.VerifyText(text)
			case d.failed(err):
			case unfinished(p):
				d.GoOn(p)
			default:
				d.GoTo(p.ID)
			}
		}
	})
}

// Enter takes what was typed into the search: a ticket's code or number, or else
// the first that was found.
func (d *Desk) Enter(text string) {
	if isTicket(text) {
		d.Ticketed(text)
		return
	}
	if len(d.view.Serve.Hits) == 0 {
		return
	}
	switch h := d.view.Serve.Hits[0]; h.What {
	case "resident":
		d.Ask(h)
	case "petition":
		d.GoTo(h.ID)
	}
}

func sealed(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), seal.Prefix) }

// isTicket reports whether typed text is a ticket's code, as a scanner that is a
// keyboard types it, or a petition's number: its station and eight figures of
// sixteen.
func isTicket(text string) bool {
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, '-')
	return sealed(text) || at > 0 && len(text)-at-1 == 8 && strings.Trim(text[at+1:], "0123456789abcdef") == ""
}
