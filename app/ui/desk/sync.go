package desk

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"time"

	"sala/app/office"
)

// Outbox is the journal after the last acknowledgement, as a person sees it.
type Outbox interface {
	// Items returns what waits, or was set aside, the oldest first.
	Items(ctx context.Context, limit int) ([]office.OutboxItem, error)
	// TryNow tries the connection at once and returns when it has ended.
	TryNow(ctx context.Context) error
	// Line returns how the line to central is.
	Line(ctx context.Context) (office.LineState, error)
	// Conflict returns one entry that central set aside, with both sides.
	Conflict(ctx context.Context, seq uint64) (office.Conflict, error)
	// Leases returns how many legal numbers are left.
	Leases(ctx context.Context) ([]office.LeaseLeft, error)
}

// Stick carries the work by USB. progress is called from any goroutine with
// bytes.
type Stick interface {
	// Where proposes a file to write and one to read, "" for none.
	Where(ctx context.Context) (out, in string)
	Export(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error)
	Import(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error)
}

// SyncView is what waits for central, and why.
type SyncView struct {
	Items  []office.OutboxItem
	Loaded bool
	CanTry bool
	Line   office.LineState
	Leases []office.LeaseLeft

	Conflict  *office.Conflict       // the entry that is looked at
	Picks     map[string]office.Pick // what was chosen for its fields
	MayDecide bool

	Carry CarryView
}

// CarryView is the work on a USB stick.
type CarryView struct {
	Can     bool
	Out, In string // files that are proposed
	Moving  string // "out" or "in" while something is written or read
	Done    int64
	Total   int64
	Last    *office.Bundle // what was carried last
	Way     string         // and which way
}

// part says which of the screen's pages is shown.
func (v SyncView) part() string {
	if v.Conflict != nil {
		return strconv.FormatUint(v.Conflict.Seq, 10)
	}
	return ""
}

func (d *Desk) loadSync() {
	o, stick := d.beyond.Outbox, d.beyond.Stick
	d.view.Sync.CanTry, d.view.Sync.Carry.Can = o != nil, stick != nil
	if o == nil {
		return
	}
	d.run.Run("desk.wait.outbox", func(ctx context.Context) func() {
		items, err := o.Items(ctx, many)
		var v SyncView
		if err == nil {
			v.Line, err = o.Line(ctx)
		}
		if err == nil {
			v.Leases, err = o.Leases(ctx)
		}
		if stick != nil {
			v.Carry.Out, v.Carry.In = stick.Where(ctx)
		}
		return func() {
			if d.failed(err) {
				return
			}
			s := &d.view.Sync
			s.Items, s.Line, s.Leases, s.Loaded = items, v.Line, v.Leases, true
			s.Carry.Out, s.Carry.In = v.Carry.Out, v.Carry.In
			d.changed()
		}
	})
}

// TryNow tries the connection at once.
func (d *Desk) TryNow() {
	if d.beyond.Outbox == nil {
		return
	}
	d.aside.Run("desk.wait.central", func(ctx context.Context) func() {
		err := d.beyond.Outbox.TryNow(ctx)
		return func() {
			if err == nil {
				d.say("desk.said.synced", nil)
			} // else the page says why not
			d.lookAround()
			d.loadSync()
		}
	})
}

// ShowAside shows an entry that central set aside, with both sides.
func (d *Desk) ShowAside(seq uint64) {
	s := d.session
	d.run.Run("desk.wait.outbox", func(ctx context.Context) func() {
		c, err := d.beyond.Outbox.Conflict(ctx, seq)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Sync.Conflict, d.view.Sync.Picks, d.view.Sync.MayDecide = &c, map[string]office.Pick{}, s.May(office.Decide)
			for name, held := range d.texts.Under(typedAside(&c) + "pick/") {
				d.view.Sync.Picks[name] = d.picked(name, held)
			}
			d.changed()
		}
	})
}

// goOnAside shows the entry that was looked at.
func (d *Desk) goOnAside(of string) {
	if seq, err := strconv.ParseUint(of, 10, 64); err == nil && d.beyond.Outbox != nil {
		d.ShowAside(seq)
	}
}

// typedAside is the place of what is typed about an entry that was set aside.
func typedAside(c *office.Conflict) string {
	return typedAt(Sync, strconv.FormatUint(c.Seq, 10))
}

// CloseAside goes back to the list. Nothing was decided.
func (d *Desk) CloseAside() {
	if c := d.view.Sync.Conflict; c != nil {
		d.done(typedAside(c))
	}
	d.view.Sync.Conflict, d.view.Sync.Picks = nil, nil
	d.changed()
	d.loadSync()
}

// PickField chooses one side for a field.
func (d *Desk) PickField(name, how string) { d.pick(name, how) }

// TypeField gives a field another value than either side's, "" none.
func (d *Desk) TypeField(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		text = typedPick + text
	}
	d.pick(name, text)
}

// typedPick stands before a value that was typed, where a pick is kept.
const typedPick = "="

// pick chooses for a field what is kept of it, "" nothing.
func (d *Desk) pick(name, held string) {
	if d.view.Sync.Conflict == nil {
		return
	}
	picks := maps.Clone(d.view.Sync.Picks)
	delete(picks, name)
	if held != "" {
		picks[name] = d.picked(name, held)
	}
	d.view.Sync.Picks = picks
	d.look(typedAside(d.view.Sync.Conflict)+"pick/"+name, held)
	d.changed()
}

// picked reads what is kept of a pick.
func (d *Desk) picked(name, held string) office.Pick {
	if text, typed := strings.CutPrefix(held, typedPick); typed {
		return office.Pick{Value: d.typedValue(name, text)}
	}
	return office.Pick{How: held}
}

// typedValue is what was typed, in the kind that the field has.
func (d *Desk) typedValue(name, text string) any {
	for _, f := range d.view.Sync.Conflict.Fields {
		if f.Name != name {
			continue
		}
		for _, side := range []any{f.Mine, f.Theirs, f.Base} {
			switch side.(type) {
			case int64, uint64, int:
				if n, err := strconv.ParseInt(text, 10, 64); err == nil {
					return n
				}
			}
		}
	}
	return text
}

// Open reports how many of the fields that clash nobody has chosen for yet.
func (v SyncView) Open() int {
	n := 0
	if v.Conflict != nil {
		for _, f := range v.Conflict.Fields {
			if p, picked := v.Picks[f.Name]; f.Clash && (!picked || p.How == "" && p.Value == "") {
				n++
			}
		}
	}
	return n
}

// SignConflict settles the conflict as it was chosen, in the officer's name.
func (d *Desk) SignConflict(note string) {
	c, picks, s := d.view.Sync.Conflict, d.view.Sync.Picks, d.session
	if c == nil || d.view.Sync.Open() > 0 {
		return
	}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.SettleFields(ctx, *c, picks, strings.TrimSpace(note))
		return func() { d.settled(c, err, "desk.said.settled") }
	})
}

// WithdrawAside ends the wait of an entry that is not to be carried out.
func (d *Desk) WithdrawAside(note string) {
	c, s := d.view.Sync.Conflict, d.session
	if c == nil {
		return
	}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		err := s.WithdrawEntry(ctx, *c, strings.TrimSpace(note))
		return func() { d.settled(c, err, "desk.said.entry_withdrawn") }
	})
}

func (d *Desk) settled(c *office.Conflict, err error, says string) {
	if d.failed(err) {
		return
	}
	d.done(typedAside(c))
	d.view.Sync.Conflict, d.view.Sync.Picks = nil, nil
	d.say(says, nil)
	d.lookAround()
	d.loadSync()
}

// CarryOut writes what central has not acknowledged to a stick.
func (d *Desk) CarryOut(path string) { d.carry("out", path, d.beyond.Stick.Export) }

// CarryIn reads central's reply from a stick.
func (d *Desk) CarryIn(path string) { d.carry("in", path, d.beyond.Stick.Import) }

// carryTells is how often the progress is shown.
const carryTells = 150 * time.Millisecond

func (d *Desk) carry(way, path string, do func(context.Context, string, func(done, total int64)) (office.Bundle, error)) {
	if path = strings.TrimSpace(path); path == "" || d.view.Sync.Carry.Moving != "" {
		return
	}
	c := &d.view.Sync.Carry
	c.Moving, c.Done, c.Total, c.Last = way, 0, 0, nil
	d.changed()
	d.aside.Run("desk.wait.carry."+way, func(ctx context.Context) func() {
		var told time.Time
		bundle, err := do(ctx, path, func(done, total int64) {
			if now := d.office.Now(); now.Sub(told) >= carryTells || done == total {
				told = now
				d.do(func() {
					d.view.Sync.Carry.Done, d.view.Sync.Carry.Total = done, total
					d.changed()
				})
			}
		})
		return func() {
			c := &d.view.Sync.Carry
			c.Moving = ""
			if d.failed(err) {
				return
			}
			d.texts.Forget(typedAt(Sync, "carry") + way)
			c.Last, c.Way = &bundle, way
			d.changed()
			d.lookAround()
			d.loadSync()
		}
	})
}
