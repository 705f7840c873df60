package formview

import (
	"context"
	"sync"
	"time"

	"sala/app/office"
	"sala/app/photo"
	"sala/app/ui/work"
	"sala/forms/definition"
)

// settle is how long after a keystroke the answer becomes an act of the journal
// at the latest; every keystroke would be an entry otherwise. Until then it is
// kept outside of the journal, durably and at once: a power cut takes no more
// than the last key.
const settle = 2 * time.Second

// Filling is a draft that is being filled in. Its methods are called on the
// screen's goroutine and return at once; the draft itself is touched by the
// runner's goroutine only.
type Filling struct {
	Draft *office.Draft // the runner's

	id      string // of the petition
	run     work.Runner
	keeper  work.Runner
	do      func(func())
	session func() *office.Session // who saves, nil when nobody is signed in
	shown   func(Page)             // is told of every new page, on the screen's goroutine
	failed  func(error)            // and of what went wrong
	delay   func(time.Duration, func())

	mu      sync.Mutex
	changes []change
	given   int            // how many changes there were
	latest  map[string]int // which of them was the last of each question
	soon    bool           // a save is on its way
	typed   *office.Typing // waits for the keeper, nil none
}

// change is one thing done to the sheet.
type change struct {
	path string
	do   func(*office.Draft) error
}

// Screen is what a Filling needs of the front end.
type Screen struct {
	Runner  work.Runner
	Do      func(func())
	Session func() *office.Session
	Shown   func(Page)
	Failed  func(error)
	Delay   func(time.Duration, func()) // runs a function later, on any goroutine
	// Keeper keeps what is typed while Runner does other things, so that a slow
	// disk holds no key up; nil is the Runner itself.
	Keeper work.Runner
}

// Fill returns the filling of a draft.
func Fill(d *office.Draft, s Screen) *Filling {
	if s.Keeper == nil {
		s.Keeper = s.Runner
	}
	return &Filling{Draft: d, id: d.Petition.ID, run: s.Runner, keeper: s.Keeper, do: s.Do, session: s.Session, shown: s.Shown, failed: s.Failed, delay: s.Delay,
		latest: map[string]int{}}
}

// Since returns a page with which a View knows what is answered from now on.
func (f *Filling) Since(p Page) Page {
	f.mu.Lock()
	given := f.given
	f.mu.Unlock()
	return f.since(p, given)
}

// since is Since of a page with so many changes in it.
func (f *Filling) since(p Page, given int) Page {
	p.older = func(path string) bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.latest[path] > given
	}
	return p
}

// Petition returns the ID of the petition that is being filled in.
func (f *Filling) Petition() string { return f.id }

// Answer gives an answer.
func (f *Filling) Answer(path string, value any) {
	f.sheet(change{path, func(d *office.Draft) error { return d.Sheet.Set(path, value) }})
}

// AddRow adds a row to a group.
func (f *Filling) AddRow(path string) {
	f.sheet(change{"", func(d *office.Draft) error { _, err := d.Sheet.AddRow(path); return err }})
}

// RemoveRow removes a row.
func (f *Filling) RemoveRow(row string) {
	f.sheet(change{"", func(d *office.Draft) error { return d.Sheet.RemoveRow(row) }})
}

// sheet does a change, shows the page after it, keeps it, and saves soon.
func (f *Filling) sheet(c change) {
	f.put(c)
	s := f.session()
	f.run.Run("", func(context.Context) func() {
		given, some, err := f.apply()
		if !some {
			return nil
		}
		if s != nil && err == nil {
			f.keep(s, s.Typed(f.Draft, c.path))
		}
		return f.page(given, err, nil)
	})
	f.saveSoon()
}

// keep hands what was typed to the keeper. What still waits there is replaced:
// it is a part of what was typed since.
func (f *Filling) keep(s *office.Session, t office.Typing) {
	f.mu.Lock()
	waits := f.typed != nil
	f.typed = &t
	f.mu.Unlock()
	if waits {
		return
	}
	f.keeper.Run("", func(ctx context.Context) func() {
		f.mu.Lock()
		t := f.typed
		f.typed = nil
		f.mu.Unlock()
		if err := s.Keep(ctx, *t); err != nil {
			return func() { f.failed(err) }
		}
		return nil
	})
}

// Attach makes a photo, a file or a signature the answer to a question; read
// brings it.
func (f *Filling) Attach(path string, read func(context.Context) (office.File, error)) {
	s := f.session()
	if s == nil {
		return
	}
	f.run.Run("kit.wait.attach", func(ctx context.Context) func() {
		q, _ := Of(f.Draft.Form, f.Draft.Sheet).Question(path)
		hash, taken, err := attach(ctx, s, q.Kind, f.id, read)
		if err != nil {
			return func() { f.failed(err) }
		}
		beside := besides(Of(f.Draft.Form, f.Draft.Sheet), path, taken)
		return func() {
			f.Answer(path, hash)
			for _, b := range beside {
				f.Answer(b.path, b.value)
			}
		}
	})
}

func attach(ctx context.Context, s *office.Session, kind definition.Kind, petition string, read func(context.Context) (office.File, error)) (hash string, taken photo.Photo, err error) {
	file, err := read(ctx)
	if err != nil {
		return "", taken, err
	}
	file.Subject = "petition/" + petition
	if kind == definition.Photo {
		return s.AttachPhoto(ctx, file)
	}
	hash, err = s.Attach(ctx, file)
	return hash, taken, err
}

// Leave saves, and says that the form is not open any more.
func (f *Filling) Leave() {
	s := f.session()
	if s == nil {
		return
	}
	f.Save(nil)
	f.run.Run("", func(context.Context) func() {
		f.keeper.Run("", func(ctx context.Context) func() { // after what is being kept
			if err := s.Leave(ctx, f.id); err != nil {
				return func() { f.failed(err) }
			}
			return nil
		})
		return nil
	})
}

// put adds a change; one of the same question that waits still is replaced.
func (f *Filling) put(c change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.given++
	if c.path != "" {
		f.latest[c.path] = f.given
	}
	for i := range f.changes {
		if f.changes[i].path == c.path && c.path != "" {
			f.changes[i] = c
			return
		}
	}
	f.changes = append(f.changes, c)
}

// apply brings the sheet up to date; it returns how many changes that is, and
// whether one was new.
func (f *Filling) apply() (given int, some bool, err error) {
	f.mu.Lock()
	list := f.changes
	given = f.given
	f.changes = nil
	f.mu.Unlock()
	for _, c := range list {
		if err := c.do(f.Draft); err != nil {
			return given, true, err
		}
	}
	return given, len(list) > 0, nil
}

// page returns what shows the page as it is now, after so many changes.
func (f *Filling) page(given int, err error, after func(Page)) func() {
	p := f.since(Of(f.Draft.Form, f.Draft.Sheet), given)
	return func() {
		if err != nil {
			f.failed(err)
			return
		}
		f.shown(p)
		if after != nil {
			after(p)
		}
	}
}

// saveSoon saves once within settle, however many keys are pressed.
func (f *Filling) saveSoon() {
	f.mu.Lock()
	soon := f.soon
	f.soon = true
	f.mu.Unlock()
	if soon {
		return
	}
	f.delay(settle, func() {
		f.mu.Lock()
		f.soon = false
		f.mu.Unlock()
		f.do(func() { f.Save(nil) })
	})
}

// Save makes everything that was answered durable, then does after with the
// page.
func (f *Filling) Save(after func(Page)) {
	s := f.session()
	if s == nil {
		return
	}
	f.run.Run("kit.wait.save", func(ctx context.Context) func() {
		given, _, err := f.apply()
		if err == nil { // what was typed before a power cut is not saved either
			err = s.Save(ctx, f.Draft)
		}
		return f.page(given, err, after)
	})
}
