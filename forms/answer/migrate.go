package answer

import (
	"maps"
	"reflect"
	"slices"

	"sala/forms/definition"
)

// Change is what a newer version of a form does to one answer of a draft.
type Change struct {
	Question string          `json:"question"`
	What     string          `json:"what"` // see the constants
	Label    definition.Text `json:"label,omitempty"`
	Old      any             `json:"old,omitempty"`
	New      any             `json:"new,omitempty"`
}

// What a migration does.
const (
	Added     = "added"     // the newer form asks something more
	Removed   = "removed"   // the newer form does not ask it: the answer is kept with the draft, and not submitted
	Converted = "converted" // the answer is understood in another way: Old and New
	Unfit     = "unfit"     // the answer does not fit any more, and shows as a problem
	Unasked   = "unasked"   // it is not asked with these answers any more
)

// Migration is a draft taken to another version of its form, for a person to
// look at before it is done.
type Migration struct {
	Sheet   *Sheet   // the draft under the newer version
	Changes []Change // in the order of the newer form, what was removed last
}

// Migrate opens a draft's answers under another version of its form and says
// what that changes. Nothing is lost: All of the new sheet has every answer of
// the draft, also those that the newer version does not ask for.
func Migrate(from, to *definition.Form, answers map[string]any, env Env) (Migration, error) {
	before, err := Open(from, answers, env)
	if err != nil {
		return Migration{}, err
	}
	after, err := Open(to, before.All(), env)
	if err != nil {
		return Migration{}, err
	}
	m := Migration{Sheet: after}
	for _, rule := range after.rules.Top.Rules {
		q := rule.Question
		if q.Kind == definition.Note || rule.Calculation != nil {
			continue
		}
		old, asked := before.rules.Top.ByID[q.ID]
		if !asked {
			m.Changes = append(m.Changes, Change{Question: q.ID, What: Added, Label: q.Label, New: after.Value(q.ID)})
			continue
		}
		if old.Question.Kind == definition.Note {
			continue
		}
		if c := compare(before, after, q); c != nil {
			m.Changes = append(m.Changes, *c)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(before.rules.Top.ByID)) {
		old := before.rules.Top.ByID[id].Question
		if after.rules.Top.ByID[id] == nil && before.Raw(id) != nil {
			m.Changes = append(m.Changes, Change{Question: id, What: Removed, Label: old.Label, Old: before.Raw(id)})
		}
	}
	return m, nil
}

func compare(before, after *Sheet, q *definition.Question) *Change {
	old, now := before.Value(q.ID), after.Value(q.ID)
	c := &Change{Question: q.ID, Label: q.Label, Old: old, New: now}
	switch {
	case old == nil:
		return nil
	case !after.Relevant(q.ID):
		c.What, c.New = Unasked, nil
	case now == nil:
		c.What, c.New = Unfit, nil
	case !reflect.DeepEqual(old, now):
		c.What = Converted
	case len(after.ProblemsOf(q.ID)) > 0 && len(before.ProblemsOf(q.ID)) == 0:
		c.What = Unfit
	default:
		return nil
	}
	return c
}
