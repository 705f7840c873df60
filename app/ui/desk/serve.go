package desk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/work"
	"sala/forms/petition"
	"sala/forms/register"
)

// Stage is how far the person at the desk has been served.
type Stage string

// The stages, in their order.
const (
	AtCard     Stage = "card"
	AtPurpose  Stage = "purpose" // why the record of somebody without a card is opened
	AtPerson   Stage = "person"
	AtLooks    Stage = "looks" // who has looked at her record
	AtNewer    Stage = "newer" // whether a draft goes over to a newer version of its form
	AtForm     Stage = "form"
	AtReview   Stage = "review"
	AtDecision Stage = "decision"
	AtPayment  Stage = "payment"
	AtPrint    Stage = "print"
	AtDone     Stage = "done"
	AtEvent    Stage = "event" // the petitions of a life event, one after the other
)

// Stages returns the stages that a person sees as steps.
func Stages() []Stage {
	return []Stage{AtCard, AtForm, AtReview, AtDecision, AtPayment, AtPrint, AtDone}
}

// ServeView is the person at the desk and what is being done for her.
type ServeView struct {
	Stage    Stage
	Reading  string  // the part of the card that is being read, "" none
	Read     float32 // how much of the card was read, 0 to 1
	Query    string
	Hits     []office.Hit
	Looked   bool       // something was looked for
	Found    string     // what Hits answer: a moment ago's query, while the next is looked for
	Asked    office.Hit // whose record is to be opened, at AtPurpose
	Visitor  *office.Visitor
	Twice    []register.Match // who may be the same person, in the register once more
	Looks    *office.Views    // who has looked at the visitor's record, at AtLooks
	Services []office.Service
	Filter   string
	Newer    *office.Migration // what the newer version of its form makes of a draft, at AtNewer
	Page     formview.Page
	At       string // the question at which a form that lay open goes on, "" the first open one
	Checks   int    // how often the form was checked since it was opened
	Petition petition.Petition
	Alike    []register.Match    // who seems to be a person whom the form would enter
	Filed    []petition.Petition // by the life event that was handed in, with what became of them
	Event    string              // the life event that is being gone through
	Step     office.Step         // of printing
	Paid     *office.Paid
	Issued   *office.Issued
	Again    Paper  // what a printer refused and can print now, "" nothing
	Stop     func() // ends the reading or printing that takes long, nil when there is none
	Unsure   string // the number of a certificate of which nobody knows whether it was printed
	Later    bool   // the decision was left for later
}

// serving is one visit.
type serving struct {
	stage   Stage
	filling *formview.Filling // nil while there is no form
	refused map[Paper]refusal // what a printer did not print
	paying  bool              // the fee is being taken
}

// NextVisitor clears the desk for the next person.
func (d *Desk) NextVisitor() {
	d.done(lookAt(Serve, ""))
	d.clearVisit()
}

func (d *Desk) clearVisit() {
	d.leave()
	d.cardIn = false
	d.serving = &serving{stage: AtCard}
	d.view.Serve = ServeView{Stage: AtCard}
	d.view.Trouble, d.view.Toast = nil, nil
	d.changed()
}

func (d *Desk) stage(s Stage) {
	d.serving.stage = s
	d.view.Serve.Stage = s
	d.changed()
}

// ReadCard reads the card in the reader and finds its holder.
func (d *Desk) ReadCard() {
	if d.session == nil || d.view.Serve.Reading != "" {
		return
	}
	s, now := d.session, d.serving
	d.cardWaits = false
	d.view.Serve.Reading, d.view.Serve.Read = "text", 0
	d.view.Trouble = nil
	d.changed()
	d.aside.Run("", func(ctx context.Context) func() { // the page itself says what is waited for
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		d.do(func() { d.stoppable(now, stop) })
		card, err := s.ReadCard(ctx, func(p office.CardProgress) {
			d.do(func() {
				if d.serving == now && d.view.Serve.Reading != "" {
					d.view.Serve.Reading, d.view.Serve.Read = p.Part, cardShare(p.Part, p.Done, p.Total)
					d.changed()
				}
			})
		})
		var v office.Visitor
		if err == nil {
			v, err = s.Identify(ctx, card)
		}
		return func() {
			if d.serving != now {
				return
			}
			d.view.Serve.Reading, d.view.Serve.Stop = "", nil
			if now.stage != AtCard { // the clerk has turned to somebody whom she found by name
				d.changed()
				return
			}
			if d.cardIn = err == nil; d.failed(err) {
				if office.CodeOf(err) == "cancelled" {
					d.say("desk.said.read_stopped", nil)
				}
				return
			}
			d.meet(v)
		}
	})
}

// stoppable lets the person stop what is being read or printed for a visit.
func (d *Desk) stoppable(now *serving, stop func()) {
	if d.serving == now {
		d.view.Serve.Stop = stop
		d.changed()
	}
}

// cardShare says how much of a card was read: the photo is most of it.
func cardShare(part string, done, total int) float32 {
	const text = 0.15
	share := float32(done) / float32(max(total, 1))
	if part == "photo" {
		return text + (1-text)*share
	}
	return text * share
}

func (d *Desk) meet(v office.Visitor) {
	d.view.Serve.Visitor = &v
	d.view.Serve.Query, d.view.Serve.Hits, d.view.Serve.Looked = "", nil, false
	d.view.Serve.Services = d.session.Services()
	d.view.Serve.Twice = nil
	d.view.Serve.Filter, _ = d.Typed(lookAt(Serve, "filter/"+v.Resident.ID))
	d.look(lookAt(Serve, "query"), "")
	d.stage(AtPerson)
	d.compare(v)
}

// compare looks whether the visitor seems to be in the register twice.
func (d *Desk) compare(v office.Visitor) {
	if !v.Known {
		return
	}
	s, now := d.session, d.serving
	d.run.Run("", func(ctx context.Context) func() {
		found, err := s.Duplicates(ctx, v.Resident)
		return func() {
			if err != nil || d.serving != now { // a help, and nothing waits for it
				return
			}
			for _, m := range found {
				if m.Resident.ID != v.Resident.ID && m.From != office.InDraft {
					d.view.Serve.Twice = append(d.view.Serve.Twice, m)
				}
			}
			d.changed()
		}
	})
}

// found is the most hits that a screen shows.
const foundMost = 8

// Search looks for a resident by a part of the name or the number.
func (d *Desk) Search(query string) {
	query = strings.TrimSpace(query)
	d.view.Serve.Query = query
	d.look(lookAt(Serve, "query"), query)
	if query == "" {
		d.view.Serve.Hits, d.view.Serve.Looked = nil, false
		d.changed()
		return
	}
	s := d.session
	work.AtOnceIf(d.run, "desk.wait.search", func(ctx context.Context) func() {
		hits, err := s.Find(ctx, query, foundMost)
		return func() {
			if d.view.Serve.Query != query || d.failed(err) {
				return
			}
			d.view.Serve.Hits, d.view.Serve.Looked, d.view.Serve.Found = hits, true, query
			d.changed()
		}
	})
}

// Ask asks why the record of a resident who shows no card is to be opened.
func (d *Desk) Ask(h office.Hit) {
	if d.view.Screen != Serve {
		if d.view.Serve.Stage != AtCard {
			d.NextVisitor() // what was under way was saved as it was typed
		}
		d.Go(Serve)
	}
	d.view.Serve.Asked = h
	d.stage(AtPurpose)
}

// Open serves a resident who shows no card; why stands in the journal.
func (d *Desk) Open(resident string, look office.Look) {
	s, now := d.session, d.serving
	d.run.Run("desk.wait.record", func(ctx context.Context) func() {
		v, err := s.VisitFor(ctx, resident, look)
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.done(typedAt(Serve, "why", resident))
			d.meet(v)
		}
	})
}

// Narrow narrows the services by a part of their name.
func (d *Desk) Narrow(filter string) {
	d.view.Serve.Filter = filter
	if v := d.view.Serve.Visitor; v != nil {
		d.look(lookAt(Serve, "filter/"+v.Resident.ID), filter)
	}
	d.changed()
}

// Offered returns the services that the filter leaves, in language.
func (v ServeView) Offered(language string) []office.Service {
	want := strings.ToLower(strings.TrimSpace(v.Filter))
	var out []office.Service
	for _, s := range v.Services {
		text := strings.ToLower(s.Form.Title.In(language) + " " + s.Form.Code + " " + s.Form.Title.In("en"))
		if want == "" || strings.Contains(text, want) {
			out = append(out, s)
		}
	}
	return out
}
