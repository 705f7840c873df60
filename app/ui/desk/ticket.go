package desk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
	"sala/forms/register"
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
	d.lookUp(d.session.Ticketed, text, func(err error) {
		if d.view.Screen == Today && sealed(text) && office.CodeOf(err) == "ticket_unreadable" {
			d.Go(Verify)
			d.VerifyText(text)
			return
		}
		d.failed(err)
	})
}

// lookUp goes on with the petition that is found by a text, or does what is to be
// done where none is; neither when the officer is elsewhere by then.
func (d *Desk) lookUp(find func(context.Context, string) (petition.Petition, error), text string, none func(error)) {
	s, at := d.session, d.view.Screen
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		p, err := find(ctx, strings.TrimSpace(text))
		return func() {
			switch {
			case d.session != s || d.view.Screen != at:
			case err != nil:
				none(err)
			default:
				d.view.Trouble = nil
				d.goOnOrShow(p)
			}
		}
	})
}

// goOnOrShow goes on with a petition, or shows one that is done.
func (d *Desk) goOnOrShow(p petition.Petition) {
	if unfinished(p) {
		d.GoOn(p)
		return
	}
	d.GoTo(p.ID)
}

// Enter takes what was typed into a search: a ticket's code, number or place in the
// queue, or else the first that was found.
func (d *Desk) Enter(text string) {
	switch {
	case isTicket(text):
		d.Ticketed(text)
	case isPlace(text):
		d.placed(text)
	default:
		d.firstFor(text)
	}
}

// placed goes on with the petition of whoever is called by a number; where nobody is,
// it was typed for the search.
func (d *Desk) placed(text string) {
	d.lookUp(d.session.Placed, text, func(error) { d.firstFor(text) })
}

// firstFor takes the first that was found. Who types fast presses Enter before that is
// here: then it waits for the answer, rather than take what the first letters had found.
func (d *Desk) firstFor(text string) {
	if d.foundFor(text) {
		d.takeFirst()
		return
	}
	d.then(func() {
		if d.foundFor(text) {
			d.takeFirst()
		}
	})
}

// search is what the search of the screen found, and for which query.
func (d *Desk) search() ([]office.Hit, string) {
	if d.view.Screen == People {
		return d.view.People.Hits, d.view.People.Found
	}
	return d.view.Serve.Hits, d.view.Serve.Found
}

func (d *Desk) foundFor(text string) bool {
	_, of := d.search()
	return of == strings.TrimSpace(text)
}

func (d *Desk) takeFirst() {
	if hits, _ := d.search(); len(hits) > 0 {
		d.OpenHit(hits[0])
	}
}

// OpenHit opens what was found: somebody who is served is asked for the reason
// first, and so is every other record.
func (d *Desk) OpenHit(h office.Hit) {
	switch {
	case h.What == "petition":
		d.GoTo(h.ID)
	case h.What == register.Residents && d.view.Screen == Serve:
		d.Ask(h)
	default:
		d.Go(People)
		d.AskRecord(h)
	}
}

func sealed(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), seal.Prefix) }

// isTicket reports whether typed text is a ticket's code, as a scanner that is a
// keyboard types it, or a petition's number: its station and eight figures of
// sixteen.
func isTicket(text string) bool {
	text = strings.TrimSpace(text)
	at := strings.LastIndexByte(text, '-')
	return sealed(text) || at > 0 && len(text)-at-1 == 8 && strings.Trim(text[at+1:], "0123456789abcdefABCDEF") == ""
}

// isPlace reports whether typed text may be a place in the queue: at most four figures,
// after the name of a kiosk that gave it alone.
func isPlace(text string) bool {
	text = strings.TrimSpace(text)
	figures := text[strings.LastIndexByte(text, '-')+1:]
	return figures != "" && len(figures) <= 4 && len(text) <= 16 && strings.Trim(figures, "0123456789") == ""
}
