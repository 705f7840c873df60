package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
)

// decisionStates are the states in which a petition waits for a decision.
var decisionStates = []petition.State{petition.Submitted, petition.Reviewed}

// many is the most petitions that a screen loads.
const many = 200

// PeopleView is the search of the registers.
type PeopleView struct {
	Query  string
	Hits   []office.Hit
	Looked bool
}

// FindPeople looks through the registers.
func (d *Desk) FindPeople(query string) {
	query = strings.TrimSpace(query)
	d.view.People.Query = query
	if query == "" {
		d.view.People = PeopleView{}
		d.changed()
		return
	}
	s := d.session
	d.run.Run("desk.wait.search", func(ctx context.Context) func() {
		hits, err := s.Find(ctx, query, 50)
		return func() {
			if d.view.People.Query != query || d.failed(err) {
				return
			}
			d.view.People.Hits, d.view.People.Looked = hits, true
			d.changed()
		}
	})
}

// Queue is a filter of the petitions' screen.
type Queue string

// The queues.
const (
	QueueOpen     Queue = "open"
	QueueMine     Queue = "mine"
	QueueReturned Queue = "returned"
	QueueDone     Queue = "done"
)

// Queues returns the queues in the order in which they are offered.
func Queues() []Queue { return []Queue{QueueOpen, QueueMine, QueueReturned, QueueDone} }

// PetitionsView is the office's petitions.
type PetitionsView struct {
	Queue Queue
	List  []petition.Petition
	Shown *petition.Petition // the one that is looked at
}

// ShowQueue shows another queue.
func (d *Desk) ShowQueue(q Queue) {
	d.view.Petitions.Queue, d.view.Petitions.Shown = q, nil
	d.changed()
	d.loadPetitions()
}

func (d *Desk) filter(q Queue) office.PetitionFilter {
	f := office.PetitionFilter{States: office.Unfinished(), Limit: many}
	switch q {
	case QueueMine:
		f.Officer = d.session.Officer.ID
	case QueueReturned:
		f.States = []petition.State{petition.Returned}
	case QueueDone:
		f.States = []petition.State{petition.Delivered, petition.Rejected, petition.Withdrawn}
	}
	return f
}

func (d *Desk) loadPetitions() {
	if d.view.Petitions.Queue == "" {
		d.view.Petitions.Queue = QueueOpen
	}
	s, q := d.session, d.view.Petitions.Queue
	f := d.filter(q)
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		list, err := s.Petitions(ctx, f)
		return func() {
			if d.session != s || d.view.Petitions.Queue != q || d.failed(err) {
				return
			}
			slices.SortStableFunc(list, office.ByDeadline)
			d.view.Petitions.List = list
			if shown := d.view.Petitions.Shown; shown != nil {
				for i := range list {
					if list[i].ID == shown.ID {
						d.view.Petitions.Shown = &list[i]
					}
				}
			}
			d.changed()
		}
	})
}

// ShowPetition shows one petition with its history, or none.
func (d *Desk) ShowPetition(id string) {
	d.view.Petitions.Shown = nil
	for i := range d.view.Petitions.List {
		if d.view.Petitions.List[i].ID == id {
			d.view.Petitions.Shown = &d.view.Petitions.List[i]
		}
	}
	d.changed()
}

// GoOn goes on with a petition where it is.
func (d *Desk) GoOn(p petition.Petition) {
	switch p.State {
	case petition.Drafted, petition.Returned:
		d.view.Serve = ServeView{Stage: AtCard}
		d.Resume(p.ID)
	default:
		d.serving = &serving{}
		d.view.Serve = ServeView{}
		d.view.Screen = Serve
		d.onward(p)
	}
}

// Withdraw ends a petition at the citizen's wish.
func (d *Desk) Withdraw(p petition.Petition, note string) {
	s := d.session
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.Withdraw(ctx, p, note)
		return func() {
			if d.failed(err) {
				return
			}
			d.say("desk.said.withdrawn", nil)
			d.refresh()
		}
	})
}

// SyncView is what waits for central.
type SyncView struct {
	Items  []office.OutboxItem
	Loaded bool
	CanTry bool
}

func (d *Desk) loadSync() {
	d.view.Sync.CanTry = d.beyond.Outbox != nil
	if d.beyond.Outbox == nil {
		return
	}
	d.run.Run("desk.wait.outbox", func(ctx context.Context) func() {
		items, err := d.beyond.Outbox.Items(ctx, many)
		return func() {
			if d.failed(err) {
				return
			}
			d.view.Sync.Items, d.view.Sync.Loaded = items, true
			d.changed()
		}
	})
}

// TryNow tries the connection to central.
func (d *Desk) TryNow() {
	if d.beyond.Outbox == nil {
		return
	}
	d.run.Run("desk.wait.central", func(ctx context.Context) func() {
		err := d.beyond.Outbox.TryNow(ctx)
		return func() {
			if !d.failed(err) {
				d.say("desk.said.synced", nil)
			}
			d.lookAround()
			d.loadSync()
		}
	})
}

// DevicesView is what is plugged in.
type DevicesView struct {
	List   []office.PluggedDevice
	Loaded bool
}

func (d *Desk) loadDevices() {
	if d.beyond.Plugged == nil {
		return
	}
	d.run.Run("desk.wait.devices", func(ctx context.Context) func() {
		list, err := d.beyond.Plugged.List(ctx)
		return func() {
			if d.failed(err) {
				return
			}
			d.view.Devices = DevicesView{List: list, Loaded: true}
			d.changed()
		}
	})
}

// TestDevice tests one device.
func (d *Desk) TestDevice(id string) {
	if d.beyond.Plugged == nil {
		return
	}
	d.run.Run("desk.wait.test", func(ctx context.Context) func() {
		err := d.beyond.Plugged.Test(ctx, id)
		return func() {
			if !d.failed(err) {
				d.say("desk.said.tested", nil)
			}
			d.loadDevices()
		}
	})
}

// ReportsView counts the petitions of the office.
type ReportsView struct {
	ByForm  []Count // by the form's ID
	ByState []Count
	Total   int
}

// Count is how many there are of something.
type Count struct {
	Of string
	N  int
}

func (d *Desk) loadReports() {
	s := d.session
	d.run.Run("desk.wait.reports", func(ctx context.Context) func() {
		list, err := s.Petitions(ctx, office.PetitionFilter{Limit: 100000})
		forms, states := map[string]int{}, map[string]int{}
		for _, p := range list {
			forms[p.Form]++
			states[string(p.State)]++
		}
		v := ReportsView{ByForm: counts(forms), ByState: counts(states), Total: len(list)}
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Reports = v
			d.changed()
		}
	})
}

func counts(m map[string]int) []Count {
	var out []Count
	for of, n := range m {
		out = append(out, Count{of, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(b.N-a.N, strings.Compare(a.Of, b.Of)) })
	return out
}

// GoTo shows the petition of an ID.
func (d *Desk) GoTo(id string) {
	s := d.session
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		p, err := s.Petition(ctx, id)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Petitions.Shown = &p
			d.Go(Petitions)
		}
	})
}
