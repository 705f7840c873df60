package desk_test

import (
	"slices"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// Somebody without a card is served when the officer has said why her record is
// opened.
func TestRecordIsOpenedForAPurpose(t *testing.T) {
	d, o := signedIn(t)
	d.Go(desk.Serve)
	d.Search("สมหญิง")
	hits := d.View().Serve.Hits
	if len(hits) == 0 {
		t.Fatal("nobody was found")
	}
	viewed := func() int {
		n := 0
		for _, k := range o.Store.Kinds() {
			if k == act.RecordViewed {
				n++
			}
		}
		return n
	}
	before := viewed()
	d.Ask(hits[0])
	want(t, d, desk.Serve, desk.AtPurpose)
	d.Open(hits[0].ID, office.Look{})
	if got := trouble(d); got != "purpose_needed" || viewed() != before {
		t.Errorf("without a purpose: trouble %q, %d looks", got, viewed()-before)
	}
	d.Open(hits[0].ID, office.Look{Purpose: register.ForCitizen})
	want(t, d, desk.Serve, desk.AtPerson)
	if viewed() != before+1 {
		t.Errorf("the look is %d entries of the journal", viewed()-before)
	}
}

// What she may be entitled to is proposed with its reason, until she asks for it.
func TestOffersAreShownWithTheirReason(t *testing.T) {
	d, o := signedIn(t)
	o.Insert()
	offers := d.View().Serve.Visitor.Offers
	if len(offers) != 1 || offers[0].Because.In("en") == "" {
		t.Fatalf("offers: %+v", offers)
	}
	d.Choose(offers[0].Form)
	want(t, d, desk.Serve, desk.AtForm)
	d.Back()
	d.NextVisitor()
	d.ReadCard()
	if got := d.View().Serve.Visitor.Offers; len(got) != 0 {
		t.Errorf("what she has asked for is still proposed: %+v", got)
	}
}

// A life event is one flow: its petitions are gone through one after the other.
func TestLifeEventIsOneFlow(t *testing.T) {
	d, o := signedIn(t)
	o.Insert()
	d.Choose("event-moving")
	d.Answer("reason", "ทำงาน")
	d.Review()
	d.Submit()
	want(t, d, desk.Serve, desk.AtEvent)
	filed := d.View().Serve.Filed
	if len(filed) != 2 || filed[0].State != petition.Submitted || filed[1].State != petition.Drafted {
		t.Fatalf("filed: %+v", filed)
	}
	if got := filed[0].Answers["remarks"]; got != "ทำงาน" {
		t.Errorf("the first petition says %v: it would have to be typed again", got)
	}
	d.NextOfEvent()
	want(t, d, desk.Serve, desk.AtDecision)
	d.Decide("wilai", "sala1234", desk.Approve, "")
	want(t, d, desk.Serve, desk.AtDone)
	d.Deliver()
	want(t, d, desk.Serve, desk.AtEvent)
	d.NextOfEvent()
	want(t, d, desk.Serve, desk.AtForm)
	d.Answer("remarks", "ร้านเดิม")
	d.Review()
	d.Submit()
	d.DecideLater()
	d.Deliver()
	want(t, d, desk.Serve, desk.AtEvent)
	states := []petition.State{}
	for _, p := range d.View().Serve.Filed {
		states = append(states, p.State)
	}
	if slices.Contains(states, petition.Drafted) {
		t.Errorf("after all the states are %v", states)
	}
}

// handed lets a kiosk hand a petition to the desk, and returns it.
func handed(t *testing.T, o *rehearsal.Office) petition.Petition {
	t.Helper()
	next := o.NewID
	o.NewID = func() string { return next() + "c0de" } // a station's numbers have letters
	s, ctx := o.Kiosk(), t.Context()
	v, err := s.Identify(ctx, rehearsal.Card())
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Begin(ctx, "house-register-copy", v)
	if err == nil {
		err = s.Answer(ctx, d, "purpose", "court")
	}
	var p petition.Petition
	if err == nil {
		p, err = s.Submit(ctx, d)
	}
	if err == nil {
		p, _, err = s.HandOver(ctx, p.ID, office.WhyPrinter)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A ticket of a kiosk opens its petition, scanned or typed, where nothing else is
// under way; what is no ticket of this office is said, or verified as a paper.
func TestTicketsAtTheDesk(t *testing.T) {
	scan := func(code string) func(*desk.Desk, *rehearsal.Office, petition.Petition) {
		return func(_ *desk.Desk, o *rehearsal.Office, p petition.Petition) {
			o.Publish(office.Event{Kind: office.SymbolRead, Text: code + "\r\n"})
		}
	}
	ticket := func(_ *desk.Desk, o *rehearsal.Office, p petition.Petition) {
		code, _ := o.Tickets.SignTicket(p.Number, p.Form, p.Content, o.Now())
		o.Publish(office.Event{Kind: office.SymbolRead, Text: code + "\r\n"})
	}
	typed := func(d *desk.Desk, _ *rehearsal.Office, p petition.Petition) { d.Enter(" " + p.Number + " ") }
	inCapitals := func(d *desk.Desk, _ *rehearsal.Office, p petition.Petition) { d.Enter(strings.ToUpper(p.Number)) }
	byPlace := func(d *desk.Desk, _ *rehearsal.Office, p petition.Petition) { d.Enter(" " + p.Place.Number + " ") }
	otherPlace := func(d *desk.Desk, _ *rehearsal.Office, _ petition.Petition) { d.Enter("D09-1") }
	for _, c := range []struct {
		name   string
		at     desk.Screen
		do     func(*desk.Desk, *rehearsal.Office, petition.Petition)
		screen desk.Screen
		stage  desk.Stage
		code   string
		opened bool
	}{
		{"scanned over the day", desk.Today, ticket, desk.Serve, desk.AtDecision, "", true},
		{"scanned before the next person", desk.Serve, ticket, desk.Serve, desk.AtDecision, "", true},
		{"scanned over the petitions", desk.Petitions, ticket, desk.Serve, desk.AtDecision, "", true},
		{"typed", desk.Serve, typed, desk.Serve, desk.AtDecision, "", true},
		{"typed in capitals", desk.Serve, inCapitals, desk.Serve, desk.AtDecision, "", true},
		{"the place in the queue typed", desk.Serve, byPlace, desk.Serve, desk.AtDecision, "", true},
		{"a place that nobody has", desk.Serve, otherPlace, desk.Serve, desk.AtCard, "", false},
		{"scanned over the settings", desk.Settings, ticket, desk.Settings, "", "", false},
		{"of a petition that has not come yet", desk.Serve, scan("SALA1:TICKET:TH-5001-D01-00009999"), desk.Serve, desk.AtCard, "ticket_elsewhere", false},
		{"a number that there is not", desk.Serve, scan("TH-5001-D01-00009999"), desk.Serve, desk.AtCard, "not_found", false},
		{"a paper before the next person", desk.Serve, scan("SALA1:FINAL"), desk.Serve, desk.AtCard, "ticket_unreadable", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, o := signedIn(t)
			p := handed(t, o)
			d.Go(c.at)
			c.do(d, o, p)
			want(t, d, c.screen, c.stage)
			if got := trouble(d); got != c.code {
				t.Errorf("the trouble is %q, want %q", got, c.code)
			}
			if v := d.View().Serve.Petition; (v.ID == p.ID) != c.opened || c.opened && v.Answers["purpose"] != "court" {
				t.Errorf("opened %q with %v", v.ID, v.Answers)
			}
		})
	}
}
