package desk

import (
	"context"
	"maps"
	"strings"

	"sala/app/office"
	"sala/app/ui/work"
	"sala/forms/petition"
	"sala/forms/register"
)

// PeopleStage is what the search of the registers has come to.
type PeopleStage string

// The stages. A record is opened with a purpose, and two are compared from the
// page of one.
const (
	PeopleSearch  PeopleStage = ""
	PeopleWhy     PeopleStage = "why"
	PeopleRecord  PeopleStage = "record"
	PeopleCompare PeopleStage = "compare"
)

// PeopleView is the search of the registers, and the record that is looked at.
type PeopleView struct {
	Stage  PeopleStage
	Query  string
	Hits   []office.Hit
	Looked bool
	Found  string // what Hits answer: a moment ago's query, while the next is looked for

	Asked     office.Hit // whose record is to be opened, or is open
	Look      office.Look
	Opened    office.Opened
	Alike     []register.Match // who may be the same person
	Petitions []petition.Petition
	MayServe  bool

	Compared office.Comparison
	MayUnite bool
	Stays    string            // the ID of the record that is to stay
	Picks    map[string]string // of the aspects in which they differ, the ID of the record that is right
}

// part is another page, or another record on it.
func (v PeopleView) part() string {
	switch v.Stage {
	case PeopleRecord, PeopleWhy:
		return string(v.Stage) + v.Asked.ID
	}
	return string(v.Stage)
}

// at names the page, "" the search.
func (v PeopleView) at() string {
	if v.Stage == PeopleSearch {
		return ""
	}
	return hitAt(v.Asked)
}

// compared is the place of what is typed on the page that compares two records.
func (v PeopleView) compared() string {
	return typedAt(People, "compare", v.Compared.A.Record.ID, v.Compared.B.Record.ID)
}

// peopleMost is the most hits that the search of the registers shows.
const peopleMost = 50

// FindPeople looks through the registers.
func (d *Desk) FindPeople(query string) {
	query = strings.TrimSpace(query)
	d.view.People.Query = query
	d.look(lookAt(People, "query"), query)
	if query == "" {
		d.view.People = PeopleView{}
		d.changed()
		return
	}
	s := d.session
	work.AtOnceIf(d.run, "desk.wait.search", func(ctx context.Context) func() {
		hits, err := s.Find(ctx, query, peopleMost)
		return func() {
			if d.view.People.Query != query || d.failed(err) {
				return
			}
			d.view.People.Hits, d.view.People.Looked, d.view.People.Found = hits, true, query
			d.changed()
		}
	})
}

// AskRecord asks why a record is to be opened.
func (d *Desk) AskRecord(h office.Hit) {
	d.view.People.Asked, d.view.People.Stage = h, PeopleWhy
	d.view.Trouble, d.view.Toast = nil, nil
	d.changed()
}

// OpenRecord opens the record that was asked for, with all that it said before;
// why stands in the journal.
func (d *Desk) OpenRecord(look office.Look) {
	d.openRecord(d.view.People.Asked, look, "")
}

// openRecord opens a record and then says what was done to it.
func (d *Desk) openRecord(h office.Hit, look office.Look, said string) {
	s := d.session
	d.run.Run("desk.wait.record", func(ctx context.Context) func() {
		v, err := recordPage(ctx, s, h, look)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			was := d.view.People
			v.Query, v.Hits, v.Looked, v.Found = was.Query, was.Hits, was.Looked, was.Found
			d.view.People = v
			d.done(typedAt(People, "why", h.ID))
			if said != "" {
				d.say(said, nil)
			}
			d.changed()
		}
	})
}

// recordPage reads what the page of a record shows.
func recordPage(ctx context.Context, s *office.Session, h office.Hit, look office.Look) (PeopleView, error) {
	v := PeopleView{Stage: PeopleRecord, Asked: h, Look: look, MayServe: s.May(office.Serve), MayUnite: s.May(office.Unite)}
	var err error
	if v.Opened, err = s.History(ctx, h.What, h.ID, look); err != nil || h.What != register.Residents {
		return v, err
	}
	who := register.AsResident(v.Opened.Record)
	v.Asked.Resident, v.Asked.Title = who, who.Name("")
	if v.Petitions, err = s.Petitions(ctx, office.PetitionFilter{Resident: h.ID, Limit: 20}); err != nil || who.SameAs != "" {
		return v, err
	}
	alike, err := s.Duplicates(ctx, who)
	for _, m := range alike {
		if m.From != office.InDraft {
			v.Alike = append(v.Alike, m)
		}
	}
	return v, err
}

// ServeRecord serves the resident whose record is open.
func (d *Desk) ServeRecord() {
	v := d.view.People
	if v.Stage != PeopleRecord || !v.MayServe || v.Asked.What != register.Residents {
		return
	}
	d.Ask(v.Asked)
	d.Open(v.Asked.ID, v.Look)
}

// BackInPeople goes a page back.
func (d *Desk) BackInPeople() {
	d.view.Trouble, d.view.Toast = nil, nil
	if v := d.view.People; v.Stage == PeopleCompare {
		d.done(v.compared())
		d.view.People.Stage = PeopleRecord
	} else {
		d.done(typedAt(People, "why", v.Asked.ID), typedAt(People, "record", v.Asked.ID))
		d.view.People.Stage = PeopleSearch
	}
	d.changed()
}

// CompareWith lays another resident's record beside the one that is open.
func (d *Desk) CompareWith(id string) {
	s, v := d.session, d.view.People
	look := office.Look{Purpose: register.ForCorrection, Note: v.Look.Note}
	d.run.Run("desk.wait.record", func(ctx context.Context) func() {
		c, err := s.Compare(ctx, v.Asked.ID, id, look)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			p := &d.view.People
			p.Compared, p.Stays, p.Stage = c, staysBest(c), PeopleCompare
			p.Picks = map[string]string{}
			for _, a := range differing(c) {
				p.Picks[a.Name] = p.Stays
				if other := p.other(); !says(p.side(p.Stays), a) && says(p.side(other), a) {
					p.Picks[a.Name] = other
				}
			}
			if stays, ok := d.Typed(p.compared() + "stays"); ok {
				p.Stays = stays
			}
			maps.Copy(p.Picks, d.texts.Under(p.compared()+"pick/"))
			d.changed()
		}
	})
}

// staysBest proposes which record stays: the one with a number, else the one
// that was open.
func staysBest(c office.Comparison) string {
	if c.A.Resident.NationalNumber == "" && c.B.Resident.NationalNumber != "" {
		return c.B.Record.ID
	}
	return c.A.Record.ID
}

// differing are the aspects in which the two differ.
func differing(c office.Comparison) []register.Aspect {
	var out []register.Aspect
	for _, a := range c.Aspects {
		if !a.Same(c.A.Record.Fields, c.B.Record.Fields) {
			out = append(out, a)
		}
	}
	return out
}

func says(s office.Side, a register.Aspect) bool { return !a.Same(s.Record.Fields, nil) }

// side is one of the two that are compared.
func (v PeopleView) side(id string) office.Side {
	if id == v.Compared.B.Record.ID {
		return v.Compared.B
	}
	return v.Compared.A
}

// other is the record that is to point to the one that stays.
func (v PeopleView) other() string {
	if v.Stays == v.Compared.A.Record.ID {
		return v.Compared.B.Record.ID
	}
	return v.Compared.A.Record.ID
}

// PickStays chooses the record that stays.
func (d *Desk) PickStays(id string) {
	d.view.People.Stays = id
	d.Type(d.view.People.compared()+"stays", id)
	d.changed()
}

// PickAspect chooses whose word is right in one aspect.
func (d *Desk) PickAspect(name, id string) {
	d.view.People.Picks[name] = id
	d.Type(d.view.People.compared()+"pick/"+name, id)
	d.changed()
}

// JoinCompared makes one person of the two, as was chosen.
func (d *Desk) JoinCompared(reason string) {
	s, v := d.session, d.view.People
	if v.Stage != PeopleCompare {
		return
	}
	j := office.Joint{Stays: v.Stays, Leaves: v.other(), Reason: reason,
		StaysVersion: v.side(v.Stays).Record.Version, LeavesVersion: v.side(v.other()).Record.Version}
	for name, id := range v.Picks {
		if id != v.Stays {
			j.Take = append(j.Take, name)
		}
	}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		stays, err := s.Join(ctx, j)
		return func() {
			if d.session == s && !d.failed(err) {
				d.done(v.compared())
				d.openRecord(office.Hit{What: register.Residents, ID: stays.ID}, v.Look, "desk.said.joined")
			}
		}
	})
}

// PartRecord makes two people again of a record that points to another.
func (d *Desk) PartRecord(id, reason string) {
	s, v := d.session, d.view.People
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.Part(ctx, id, reason)
		return func() {
			if d.session == s && !d.failed(err) {
				d.done(typedAt(People, "record", v.Asked.ID))
				d.openRecord(v.Asked, v.Look, "desk.said.parted")
			}
		}
	})
}
