package rehearsal

import (
	"context"
	"fmt"
	"slices"

	"sala/app/office"
	"sala/forms/act"
)

// looked writes a look at a record down.
func (v *view) looked(l act.Viewing) {
	about := l.Register + "/" + l.ID
	all := slices.Clone(v.viewings[about])
	v.viewings[about] = append(all, office.Viewing{Entry: v.journal.Entries + 1, Officer: v.officer, Purpose: l.Purpose, Consent: l.Consent, At: v.store.Now()})
}

// Viewings returns who looked at a record, the latest first.
func (v *view) Viewings(register, id string) ([]office.Viewing, error) {
	out := slices.Clone(v.viewings[register+"/"+id])
	slices.Reverse(out)
	return out, nil
}

// Report returns no real PDF.
func (Paper) Report(_ context.Context, r office.Report) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF %s", r.Title), nil
}

// Views returns no real PDF.
func (Paper) Views(_ context.Context, v office.Views, language string) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF looks at %s in %s", v.ID, language), nil
}
