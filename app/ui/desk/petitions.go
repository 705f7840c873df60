package desk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
)

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

// firstRows is how many rows of a queue are read together with their number.
const firstRows = 50

// PetitionsView is the office's petitions: the rows themselves are read page by
// page, see Rows.
type PetitionsView struct {
	Queue    Queue
	Text     string // that narrows the queue
	Order    office.Order
	Turned   bool // the order from its other end
	Count    int
	Fresh    int             // counts up when the rows are others
	begin    []office.Listed // the first rows
	Shown    *petition.Petition
	First    bool              // it is shown because it is the first, and nobody chose it
	Attached []office.Attached // of the one that is looked at
	HandedIn []office.Handing  // of the same, at this station
}

// petitionAt names the petition that somebody chose to look at, or wrote about.
func (d *Desk) petitionAt() string {
	v := d.view.Petitions
	if v.Shown == nil || v.First && len(d.texts.Under(typedAt(Petitions, v.Shown.ID))) == 0 {
		return ""
	}
	return v.Shown.ID
}

// ShowQueue shows another queue.
func (d *Desk) ShowQueue(q Queue) {
	was := d.view.Petitions
	d.view.Petitions = PetitionsView{Queue: q, Text: was.Text, Order: was.Order, Turned: was.Turned, Fresh: was.Fresh}
	d.look(lookAt(Petitions, "queue"), string(q))
	d.loadPetitions()
}

// turned is at the end of an order that is kept from its other end.
const turned = "-"

// SortBy shows the queue in another order, or the same one from its other end.
func (d *Desk) SortBy(o office.Order) {
	v := &d.view.Petitions
	v.Turned = v.Order == o && !v.Turned
	v.Order = o
	kept := string(o)
	if v.Turned {
		kept += turned
	}
	d.look(lookAt(Petitions, "order"), kept)
	d.loadPetitions()
}

// NarrowPetitions shows those of the queue that have a text.
func (d *Desk) NarrowPetitions(text string) {
	v := &d.view.Petitions
	v.Text, v.Shown, v.Attached = strings.TrimSpace(text), nil, nil
	d.look(lookAt(Petitions, "text"), v.Text)
	d.loadPetitions()
}

func (d *Desk) filter(q Queue) office.PetitionFilter {
	v := d.view.Petitions
	f := office.PetitionFilter{States: office.Unfinished(), Text: v.Text, Order: v.Order, Turned: v.Turned}
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

// loadPetitions counts the queue anew, and what is looked at.
func (d *Desk) loadPetitions() {
	if d.view.Petitions.Queue == "" {
		d.view.Petitions.Queue = QueueOpen
	}
	s, q := d.session, d.view.Petitions.Queue
	f := d.filter(q)
	f.Limit = firstRows
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		rows, n, err := s.List(ctx, f)
		return func() {
			if d.session != s || d.view.Petitions.Queue != q || d.failed(err) {
				return
			}
			v := &d.view.Petitions
			v.begin, v.Count = rows, n
			v.Fresh++
			if v.Shown == nil && len(rows) > 0 {
				d.showPetition(rows[0].Petition.ID, true)
			}
			d.changed()
		}
	})
	if p := d.view.Petitions.Shown; p != nil {
		d.showPetition(p.ID, d.view.Petitions.First)
	}
}

// Rows reads a page of the queue.
func (d *Desk) Rows(from, n int, shown func([]office.Listed)) {
	s, v := d.session, d.view.Petitions
	if s == nil {
		return
	}
	if end := min(from+n, v.Count); end <= len(v.begin) {
		shown(v.begin[min(from, end):end])
		return
	}
	f := d.filter(v.Queue)
	f.Offset, f.Limit = from, n
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		rows, _, err := s.List(ctx, f)
		return func() {
			if d.session == s && d.view.Petitions.Queue == v.Queue && !d.failed(err) {
				shown(rows)
			}
		}
	})
}

// ShowPetition shows one petition with its history and what is attached to it.
func (d *Desk) ShowPetition(id string) { d.showPetition(id, false) }

func (d *Desk) showPetition(id string, first bool) {
	s := d.session
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		p, err := s.Petition(ctx, id)
		var files []office.Attached
		if err == nil {
			files, err = s.Attachments(ctx, "petition/"+id)
		}
		var handed []office.Handing
		if err == nil {
			handed, err = s.Handings(ctx, id)
		}
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Petitions.Shown, d.view.Petitions.Attached, d.view.Petitions.First = &p, files, first
			d.view.Petitions.HandedIn = handed
			d.changed()
		}
	})
}

// GoTo goes to the petition of an ID.
func (d *Desk) GoTo(id string) {
	d.Go(Petitions)
	d.ShowPetition(id)
}

// Note writes a note on the petition that is looked at.
func (d *Desk) Note(text string) {
	d.onShown("desk.said.note_written", true, func(ctx context.Context, s *office.Session, id string) error {
		_, err := s.Note(ctx, id, text)
		return err
	})
}

// GiveBack writes down that what was left at a kiosk was given back.
func (d *Desk) GiveBack(what string) {
	d.onShown("desk.said.given_back", false, func(ctx context.Context, s *office.Session, id string) error {
		_, err := s.GiveBack(ctx, id, what)
		return err
	})
}

// PassOn hands the petition that is looked at to a colleague.
func (d *Desk) PassOn(to, text string) {
	d.onShown("desk.said.passed_on", true, func(ctx context.Context, s *office.Session, id string) error {
		_, err := s.PassOn(ctx, id, to, text)
		return err
	})
}

// AttachTo attaches a file to the petition that is looked at.
func (d *Desk) AttachTo(file string) {
	if d.beyond.Files == nil {
		return
	}
	d.onShown("desk.said.attached", false, func(ctx context.Context, s *office.Session, id string) error {
		f, err := d.beyond.Files.Read(ctx, file)
		if err != nil {
			return err
		}
		f.Subject = "petition/" + id
		if strings.HasPrefix(f.MIME, "image/") {
			_, _, err = s.AttachPhoto(ctx, f)
			return err
		}
		_, err = s.Attach(ctx, f)
		return err
	})
}

// onShown does something with the petition that is looked at, and says so; noted
// is whether the note that was typed there goes with it.
func (d *Desk) onShown(said string, noted bool, do func(context.Context, *office.Session, string) error) {
	p := d.view.Petitions.Shown
	if p == nil || d.session == nil {
		return
	}
	s, id := d.session, p.ID
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		err := do(ctx, s, id)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			if noted {
				d.done(typedAt(Petitions, id))
			}
			d.say(said, nil)
			d.refresh()
		}
	})
}
