package field

import (
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/forms/register"
)

// Open begins or goes on with the visit of a stop. While a form is open or being
// opened it does nothing: a key that is held down opens one form.
func (f *Field) Open(id string) {
	if f.turning != nil || f.view.Screen == Visit {
		return
	}
	i := slices.IndexFunc(f.view.Stops, func(s Stop) bool { return s.ID == id })
	if i < 0 {
		return
	}
	stop := f.view.Stops[i]
	f.view.Stop, f.view.Toast, f.view.Told = &stop, "", ""
	s := f.session
	f.draft(func(ctx context.Context) (*office.Draft, *office.Visitor, error) {
		if stop.Own {
			d, err := s.Resume(ctx, stop.ID)
			return d, nil, err
		}
		d, v, err := s.BeginVisit(ctx, stop.ID, stop.Form)
		return d, &v, err
	})
}

// draft opens a form and shows it, unless the officer went elsewhere meanwhile.
func (f *Field) draft(open func(context.Context) (*office.Draft, *office.Visitor, error)) {
	mine := &turn{}
	f.turning = mine
	f.run.Run("field.wait.form", func(ctx context.Context) func() {
		d, v, err := open(ctx)
		if err != nil {
			return func() {
				if f.turning == mine {
					f.turning = nil
				}
				f.failed(err)
			}
		}
		page := formview.Of(d.Form, d.Sheet)
		return func() {
			if f.turning != mine {
				return
			}
			f.turning = nil
			f.view.Checks, f.view.Screen = 0, Visit
			f.texts.Done(subjectAt)
			if f.view.Stop != nil {
				f.view.End.Said = f.text(stopAt(f.view.Stop.ID) + "said")
			}
			if v != nil && v.Known {
				f.view.Visitor = v
			}
			var now *formview.Filling
			now = formview.Fill(d, formview.Screen{Runner: f.run, Keeper: f.keeper, Do: f.do, Delay: f.delay, Session: f.sessionOf(f.shift),
				Shown: func(p formview.Page) {
					if f.filling == now {
						f.view.Page = p
						f.changed()
					}
				}, Failed: func(err error) { f.failed(err) }})
			f.filling, f.view.Page = now, now.Since(page)
			f.failed(nil)
			f.changed()
		}
	})
}

// NewVisit asks whom a visit that is on no list is about.
func (f *Field) NewVisit() {
	f.leave()
	f.view.Screen, f.view.Toast, f.view.Told = Subject, "", ""
	if query := f.text(subjectAt + "query"); query != "" {
		f.Find(query)
	}
	f.view.Services = nil
	for _, s := range f.session.Services() {
		if s.Form.Field || !f.view.Goes {
			f.view.Services = append(f.view.Services, s.Form)
		}
	}
	f.changed()
}

// LeaveSubject goes back to the list: no visit begins.
func (f *Field) LeaveSubject() {
	f.texts.Done(subjectAt)
	f.ToList()
}

// Find looks for a resident.
func (f *Field) Find(query string) {
	query = strings.TrimSpace(query)
	f.view.Query = query
	f.keepText(subjectAt+"query", query)
	if query == "" {
		f.view.Hits = nil
		f.changed()
		return
	}
	s := f.session
	f.run.Run("field.wait.find", func(ctx context.Context) func() {
		hits, err := s.Find(ctx, query, 6)
		return func() {
			if f.view.Query == query && !f.failed(err) {
				f.view.Hits = hits
				f.changed()
			}
		}
	})
}

// ReadCard reads the card of the one who is visited.
func (f *Field) ReadCard() {
	s := f.session
	f.run.Run("field.wait.card", func(ctx context.Context) func() {
		card, err := s.ReadCard(ctx, nil)
		var v office.Visitor
		if err == nil {
			v, err = s.Identify(ctx, card)
		}
		return func() {
			if !f.failed(err) {
				f.view.Visitor = &v
				f.changed()
			}
		}
	})
}

// About says whom the visit is about.
func (f *Field) About(resident, note string) {
	s := f.session
	f.run.Run("field.wait.find", func(ctx context.Context) func() {
		v, err := s.VisitFor(ctx, resident, office.Look{Purpose: register.ForInspection, Note: note})
		return func() {
			if !f.failed(err) {
				f.view.Visitor = &v
				f.changed()
			}
		}
	})
}

// Choose opens a form for the one whom the visit is about. On a laptop that goes
// out the visit is put on the work list with it.
func (f *Field) Choose(form string) {
	if f.turning != nil || f.view.Screen == Visit {
		return
	}
	s := f.session
	var who office.Visitor
	if f.view.Visitor != nil {
		who = *f.view.Visitor
	}
	if !f.view.Goes {
		f.draft(func(ctx context.Context) (*office.Draft, *office.Visitor, error) {
			d, err := s.Begin(ctx, form, who)
			return d, &who, err
		})
		return
	}
	v := register.Visit{Officer: s.Officer.ID, Form: form, Resident: who.Resident.ID, Household: who.Household.ID, Subject: who.Resident.Name(f.language),
		Position: f.whereabouts().Point, Order: len(f.view.Stops) + 1}
	shown := who.Card != nil && !who.Known
	if shown {
		v.Subject = who.Holder(f.language)
	}
	if v.Resident == "" && v.Subject == "" {
		v.Subject = f.view.Query
	}
	f.draft(func(ctx context.Context) (*office.Draft, *office.Visitor, error) {
		made, err := s.PlanVisit(ctx, v)
		if err != nil {
			return nil, nil, err
		}
		f.do(func() { f.view.Stop = &Stop{ID: made.ID, Title: made.Subject, Form: form, State: register.VisitOpen} })
		d, met, err := s.BeginVisit(ctx, made.ID, form)
		if err == nil && shown {
			err = s.ShowCard(ctx, d, *who.Card)
		}
		return d, &met, err
	})
}

// Answer, AddRow and RemoveRow change the form.
func (f *Field) Answer(path string, value any) {
	if f.filling != nil {
		f.filling.Answer(path, value)
	}
}

// AddRow adds a row to a group.
func (f *Field) AddRow(path string) {
	if f.filling != nil {
		f.filling.AddRow(path)
	}
}

// RemoveRow removes one.
func (f *Field) RemoveRow(row string) {
	if f.filling != nil {
		f.filling.RemoveRow(row)
	}
}

// AnswerHere answers a question of a place with where the officer stands; a line
// on the map goes on to there.
func (f *Field) AnswerHere(path string) {
	f.run.Run("field.wait.position", func(ctx context.Context) func() {
		fix, err := f.office.Where(ctx)
		return func() {
			if f.failed(err) {
				return
			}
			f.view.Here, f.view.Located = fix, true
			if q, ok := f.view.Page.Question(path); ok && q.Kind != definition.Location {
				f.Answer(path, formview.Further(q, fix.Lat, fix.Lon, fix.Accuracy))
				return
			}
			f.Answer(path, map[string]any{"lat": fix.Lat, "lon": fix.Lon, "accuracy": fix.Accuracy, "at": fix.At.Format("2006-01-02T15:04:05Z07:00")})
		}
	})
}

// FinishUnless is Finish, unless a drawing or a signature was kept only now: then
// the officer sees it first.
func (f *Field) FinishUnless(kept bool) {
	if !kept {
		f.Finish()
		return
	}
	f.view.Told = "field.told.drawing_kept"
	f.changed()
}

// Finish hands the form in, unless something is wrong with it.
func (f *Field) Finish() {
	now, s, stop, end := f.filling, f.session, f.view.Stop, f.view.End
	if now == nil {
		return
	}
	end.At = f.whereabouts()
	now.Save(func(p formview.Page) {
		if f.filling != now {
			return // it was handed in, or left
		}
		if len(p.Wrong()) > 0 {
			f.view.Checks++
			f.changed()
			return
		}
		f.filling = nil // a second press hands nothing in twice
		f.run.Run("field.wait.submit", func(ctx context.Context) func() {
			var made petition.Petition
			var err error
			if stop != nil && !stop.Own {
				made, err = s.SubmitVisit(ctx, stop.ID, now.Draft, end, "")
			} else {
				made, err = s.Submit(ctx, now.Draft)
			}
			return func() {
				if f.failed(err) {
					if f.view.Screen == Visit && f.filling == nil {
						f.filling = now
					}
					return
				}
				if stop != nil {
					f.texts.Done(stopAt(stop.ID))
					f.met(stop.ID, register.VisitDone)
				}
				f.toSpot(made)
			}
		})
	})
}

// Said notes what is to be said to whoever comes next.
func (f *Field) Said(words string) {
	f.view.End.Said = strings.TrimSpace(words)
	if f.view.Stop != nil {
		f.keepText(stopAt(f.view.Stop.ID)+"said", f.view.End.Said)
	}
}

// Because notes why a visit ends without a form.
func (f *Field) Because(words string) {
	f.view.End.Reason = strings.TrimSpace(words)
	if f.view.Stop != nil {
		f.keepText(stopAt(f.view.Stop.ID)+string(f.view.End.State), f.view.End.Reason)
	}
}

// ToEnding asks why the visit ends without a form.
func (f *Field) ToEnding(s register.VisitState) {
	if f.view.Stop == nil || f.view.Stop.Own {
		return
	}
	if f.filling != nil {
		f.filling.Leave()
		f.filling = nil
	}
	at := stopAt(f.view.Stop.ID)
	f.view.Screen, f.view.End = Ending, office.VisitEnd{State: s, Reason: f.text(at + string(s)), Said: f.text(at + "said")}
	f.changed()
}

// EndNow ends the visit of a stop without a form.
func (f *Field) EndNow() {
	stop, s, end := f.view.Stop, f.session, f.view.End
	if stop == nil || f.turning != nil {
		return
	}
	mine := &turn{}
	f.turning = mine
	end.At = f.whereabouts()
	f.run.Run("field.wait.submit", func(ctx context.Context) func() {
		err := s.EndVisit(ctx, stop.ID, end)
		return func() {
			if f.turning == mine {
				f.turning = nil
			}
			if !f.failed(err) {
				f.texts.Done(stopAt(stop.ID))
				f.met(stop.ID, end.State)
				f.ToList()
				f.view.Told = "field.told.ended"
				f.changed()
			}
		}
	})
}
