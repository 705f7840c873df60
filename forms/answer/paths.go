package answer

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"sala/forms/definition"
)

func splitDots(path string) iter.Seq[string] { return strings.SplitSeq(path, ".") }

// step is one part of a path: a question, and the row of it that the path goes
// on in, -1 where it ends.
type step struct {
	id  string
	row int
}

func parsePath(path string) ([]step, error) {
	var steps []step
	for part := range splitDots(path) {
		id, index, found := strings.Cut(part, "[")
		st := step{id: id, row: -1}
		if found {
			n, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || n < 0 || !strings.HasSuffix(index, "]") {
				return nil, fmt.Errorf("%q: %w", path, ErrNoQuestion)
			}
			st.row = n
		}
		steps = append(steps, st)
	}
	return steps, nil
}

// place is a question that a path leads to: its item, and the way there.
type place struct {
	rule *definition.Rule
	it   *item
	row  int // the row that the path ends in, -1 for the question itself
	way  []waypoint
}

// waypoint is a record on the way with the row number it has in its group.
type waypoint struct {
	record *record
	index  int // of the rule in it that the path goes through
	row    int // of that rule's rows
}

// find follows path. With grow, a row one past the last is added on the way.
func (s *Sheet) find(path string, grow bool) (place, error) {
	steps, err := parsePath(path)
	if err != nil {
		return place{}, err
	}
	var p place
	at := s.top
	for n, st := range steps {
		rule, ok := at.scope.ByID[st.id]
		if !ok {
			return place{}, fmt.Errorf("%q: %w", path, ErrNoQuestion)
		}
		it := &at.items[rule.Index]
		p.way = append(p.way, waypoint{at, rule.Index, st.row})
		last := n == len(steps)-1
		if last {
			p.rule, p.it, p.row = rule, it, st.row
			if st.row >= 0 && (rule.Inner == nil || st.row >= len(it.rows)) {
				return place{}, fmt.Errorf("%q: %w", path, ErrNoQuestion)
			}
			return p, nil
		}
		if rule.Inner == nil || st.row < 0 || st.row > len(it.rows) || st.row == len(it.rows) && (!grow || len(it.rows) >= s.most(rule)) {
			return place{}, fmt.Errorf("%q: %w", path, ErrNoQuestion)
		}
		if st.row == len(it.rows) {
			s.addRow(rule, it)
		}
		at = it.rows[st.row]
	}
	return place{}, fmt.Errorf("%q: %w", path, ErrNoQuestion)
}

// most returns how many rows a group may have at all.
func (s *Sheet) most(rule *definition.Rule) int {
	if rule.Question.Max > 0 {
		return rule.Question.Max
	}
	return definition.MaxRows
}

func (s *Sheet) addRow(rule *definition.Rule, it *item) {
	row := s.newRecord(rule.Inner, nil)
	it.rows = append(it.rows, row)
	it.touched = true
	s.inRow(row, len(it.rows)-1, func() bool { return s.settle(row, true) })
}

// Set gives the answer to the question at path: "copies", "members[0].name". A
// row one past the last is added. The value may be of the kind's Go type or
// what a person typed; what cannot be understood is kept and becomes a Problem.
// nil and "" take the answer away. The error wraps ErrNoQuestion.
func (s *Sheet) Set(path string, value any) error {
	p, err := s.find(path, true)
	if err != nil {
		return err
	}
	if p.row >= 0 {
		return fmt.Errorf("%q is a row: %w", path, ErrNoQuestion)
	}
	if p.rule.Calculation != nil || p.rule.Question.Kind == definition.Note {
		return nil // what follows from the other answers cannot be given
	}
	p.it.touched = true
	s.assign(p.rule, p.it, value)
	s.refresh(p.way)
	return nil
}

// AddRow adds a row to the group or table at path and returns its index.
func (s *Sheet) AddRow(path string) (int, error) {
	p, err := s.find(path, true)
	if err != nil {
		return 0, err
	}
	if p.rule.Inner == nil || p.row >= 0 || len(p.it.rows) >= s.most(p.rule) {
		return 0, fmt.Errorf("add a row to %q: %w", path, ErrNoQuestion)
	}
	s.addRow(p.rule, p.it)
	s.refresh(p.way)
	return len(p.it.rows) - 1, nil
}

// RemoveRow removes the row that path names: "members[2]".
func (s *Sheet) RemoveRow(path string) error {
	p, err := s.find(path, false)
	if err != nil {
		return err
	}
	if p.row < 0 {
		return fmt.Errorf("%q is no row: %w", path, ErrNoQuestion)
	}
	p.it.rows = append(p.it.rows[:p.row:p.row], p.it.rows[p.row+1:]...)
	p.it.touched = true
	for _, row := range p.it.rows[p.row:] {
		for i := range row.items { // their row number changed
			row.items[i].dirty, row.items[i].unproved = true, true
		}
	}
	s.refresh(p.way)
	return nil
}

// refresh works out what changed along the way to a question.
func (s *Sheet) refresh(way []waypoint) {
	for _, w := range way {
		it := &w.record.items[w.index]
		it.dirty, it.unproved = true, true
		it.value = changedMark(it.value)
	}
	s.settle(s.top, false)
}

// changedMark makes work see a change of a group even when its old and new
// values look alike.
func changedMark(v any) any {
	if _, ok := v.([]any); ok {
		return []any{struct{}{}}
	}
	return v
}

// Value returns the answer at path as expressions see it: nil when it is
// missing, not good, or not asked for.
func (s *Sheet) Value(path string) any {
	p, err := s.find(path, false)
	if err != nil {
		return nil
	}
	if p.row >= 0 {
		return s.rowValues(p.it.rows[p.row : p.row+1]).([]any)[0]
	}
	return clone(p.it.value)
}

// Raw returns the answer at path as it was given, good or not, asked for or
// not.
func (s *Sheet) Raw(path string) any {
	p, err := s.find(path, false)
	if err != nil || p.row >= 0 {
		return nil
	}
	return clone(p.it.raw)
}

// Rows returns how many rows the group or table at path has.
func (s *Sheet) Rows(path string) int {
	p, err := s.find(path, false)
	if err != nil {
		return 0
	}
	return len(p.it.rows)
}

// Relevant reports whether the question at path is asked now. A question of a
// row is asked when its group is, too.
func (s *Sheet) Relevant(path string) bool {
	p, err := s.find(path, false)
	if err != nil {
		return false
	}
	for _, w := range p.way {
		if !w.record.items[w.index].relevant {
			return false
		}
	}
	return true
}

// Required reports whether the question at path must be answered now.
func (s *Sheet) Required(path string) bool {
	p, err := s.find(path, false)
	if err != nil || !s.Relevant(path) {
		return false
	}
	required := false
	s.within(p.way, func() { required = s.holds(p.rule.Required, false, false) })
	return required
}

// Options returns the options that the question at path offers now.
func (s *Sheet) Options(path string) []definition.Option {
	p, err := s.find(path, false)
	if err != nil {
		return nil
	}
	var out []definition.Option
	s.within(p.way, func() {
		for i := range p.rule.Options {
			if s.offers(p.rule, i) {
				out = append(out, p.rule.Options[i])
			}
		}
	})
	return out
}

func (s *Sheet) offers(rule *definition.Rule, i int) bool {
	if rule.Offered != nil && !s.holds(rule.Offered[i], true, false) {
		return false
	}
	if rule.Filter == nil {
		return true
	}
	o := rule.Options[i]
	option := map[string]any{"id": o.ID}
	for k, v := range o.Values {
		option[k] = v
	}
	s.names["option"] = option
	defer delete(s.names, "option")
	return s.holds(rule.Filter, true, false)
}

// within runs do while expressions see every row on the way.
func (s *Sheet) within(way []waypoint, do func()) {
	if len(way) < 2 {
		do()
		return
	}
	w := way[0]
	row := w.record.items[w.index].rows[w.row]
	s.inRow(row, w.row, func() bool { s.within(way[1:], do); return false })
}
