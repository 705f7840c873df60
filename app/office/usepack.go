package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/definition"
	"sala/forms/petition"
)

// FollowPack writes down that the station follows central, which sent another
// pack out to its office.
func (o *Office) FollowPack(ctx context.Context, p act.Packing) error {
	p.Offered = true
	return o.explain("follow central's pack", o.Store.Write(ctx, o.Profile.Station, func(w Writer) error {
		return w.Append(act.PackUsed, "pack/"+p.Name, 0, p)
	}))
}

// FormOf returns the form that a petition began with, while the station keeps
// its pack; else that of the pack in use.
func (o *Office) FormOf(p petition.Petition) (*definition.Form, bool) {
	if shelf, ok := o.Forms.(interface {
		Began(id, version string) (form *definition.Form, pinned, ok bool)
	}); ok {
		form, _, ok := shelf.Began(p.Form, p.FormVersion)
		return form, ok
	}
	return o.Forms.Form(p.Form)
}

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
