package formview

import "slices"

// counted is a group of which a person has just added or taken away a row; the
// page that shows it may be on its way still.
type counted struct {
	group string // "" none
	had   int    // how many rows it had
	next  int    // the row that gets the keyboard
}

// grow adds a row to a group. The keyboard goes to its first question: who adds
// somebody types the name next.
func (v *View) grow(group string) {
	had := len(v.latest(group).Rows)
	v.counted = counted{group, had, had}
	v.tell.AddRow(group)
}

// shrink takes a row away. The keyboard goes to the row that has its place then.
func (v *View) shrink(group string, n int, row string) {
	v.counted = counted{group, len(v.latest(group).Rows), n}
	v.tell.RemoveRow(row)
}

// countAgain gives the keyboard where it belongs once the rows are others.
func (v *View) countAgain() {
	c := v.counted
	rows := v.latest(c.group).Rows
	if c.group == "" || len(rows) == c.had {
		return
	}
	v.counted = counted{}
	if len(rows) == 0 {
		v.Focus(c.group) // the button that adds one
		return
	}
	inner := rows[min(c.next, len(rows)-1)].Questions
	if i := slices.IndexFunc(inner, func(q Question) bool { return v.takes(q.Path) }); i >= 0 {
		v.Focus(inner[i].Path)
	}
}
