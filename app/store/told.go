package store

import (
	"context"
	"fmt"
	"slices"

	"sala/app/office"
	"sala/forms/petition"
)

// Told returns what central last said of a thing that is neither a record nor a
// petition: an offer of a pack ("pack", "th"), the list of revocations
// ("revocation", "list"). The error wraps office.ErrNotFound when it said
// nothing.
func (s *Store) Told(ctx context.Context, what, id string) (body []byte, err error) {
	err = s.read(ctx, func(v *view) error {
		var version uint64
		if version, body, err = v.projection().trunkOf(what + "/" + id); err == nil && version == 0 {
			err = fmt.Errorf("%s %s: %w", what, id, office.ErrNotFound)
		}
		return err
	})
	return body, err
}

// underWay are the states in which a petition still needs the form that it
// began with.
var underWay = []petition.State{petition.Drafted, petition.Submitted, petition.Reviewed, petition.Returned, petition.Approved}

// PacksUnderWay returns the names of the packs, "th@1.0.0", that drafts and
// petitions began with that are not at their end.
func (s *Store) PacksUnderWay(ctx context.Context) (names []string, err error) {
	err = s.read(ctx, func(v *view) error {
		open, err := v.Petitions(office.PetitionFilter{States: underWay})
		for _, p := range open {
			if p.Pack != "" && !slices.Contains(names, p.Pack) {
				names = append(names, p.Pack)
			}
		}
		return err
	})
	return names, err
}
