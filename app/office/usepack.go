package office

import (
	"context"

	"sala/forms/act"
)

// UsePack writes down that another pack is in use from now on: who put it there,
// which one, and its hash. Only an administrator may.
func (s *Session) UsePack(ctx context.Context, p act.Packing) error {
	const op = "use a pack"
	if err := s.need(op, Administer); err != nil {
		return err
	}
	return s.office.explain(op, s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		return w.Append(act.PackUsed, "pack/"+p.Name, 0, p)
	}))
}
