package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"sala/forms/register"
)

// Kept is an entry of this laptop's that central keeps and did not apply, for
// another reason than that two officers differ.
type Kept struct {
	Seq     uint64         `json:"seq"`
	At      time.Time      `json:"at"`
	Officer string         `json:"officer"`
	Reason  string         `json:"reason"`           // a code of central's
	Visit   register.Visit `json:"visit,omitzero"`   // that it is about
	Number  string         `json:"number,omitempty"` // of the petition that it is about
}

// Kept returns what waits at central for somebody and is not among the Overlaps,
// the oldest first. It goes on waiting there when the laptop is brought back.
func (s *Session) Kept(ctx context.Context) ([]Kept, error) {
	var out []Kept
	err := s.office.Store.Read(ctx, func(r Reader) error {
		all, aside, err := setAside(r)
		if err != nil || len(aside) == 0 {
			return err
		}
		visits, err := all.RecordsOf(register.Visits)
		if err != nil {
			return err
		}
		for _, a := range aside {
			if a.overlaps() {
				continue
			}
			k := Kept{Seq: a.Seq, At: a.At, Officer: a.Officer, Reason: a.Reason}
			about, id, _ := strings.Cut(a.Subject, "/")
			if about == "petition" {
				p, err := r.Petition(id)
				if err != nil && !errors.Is(err, ErrNotFound) {
					return err
				}
				k.Number = cmp.Or(p.Number, id)
			}
			for _, rec := range visits {
				if v := register.AsVisit(rec); about == register.Visits && v.ID == id || slices.Contains(v.Petitions, id) {
					k.Visit = v
				}
			}
			out = append(out, k)
		}
		return nil
	})
	return out, s.office.explain("list what central keeps", err)
}

// overlaps reports whether two officers wrote differently: an answer of a visit, or
// how it ended.
func (a Aside) overlaps() bool {
	if a.Change.Register != register.Visits {
		return false
	}
	for name := range a.Change.Set {
		if _, isAnswer := register.QuestionOf(name); isAnswer || name == "state" {
			return true
		}
	}
	return false
}
