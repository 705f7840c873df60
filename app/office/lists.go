package office

import (
	"context"

	"sala/forms/petition"
)

// Petition returns one petition. The error's code is "not_found" where there is
// none of that ID.
func (s *Session) Petition(ctx context.Context, id string) (p petition.Petition, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		p, err = r.Petition(id)
		return err
	})
	return p, s.office.explain("open a petition", err)
}
