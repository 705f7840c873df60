package central

import (
	"slices"
	"strings"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// narrow is what of its office's feed a station is sent that carries only a
// part of it: who works here, packs, revocations and messages always; records and
// petitions of what it carries; nothing else.
type narrow struct {
	station    string
	items      map[string]bool
	households map[string]bool
	residents  map[string]bool
	officer    string
	out        bool
}

// narrowed returns the filter of a station, nil for one that gets all. A
// station that says of itself that it goes out gets no more than it carries.
func (c *Central) narrowed(tx Tx, station string, asked bool) (*narrow, error) {
	part, err := c.carries(tx, station)
	if err != nil || part == nil && !asked {
		return nil, err
	}
	n := &narrow{station: station, items: map[string]bool{}, households: map[string]bool{}, residents: map[string]bool{}}
	if part == nil || part.Ended {
		return n, nil
	}
	n.officer, n.out = part.Officer, true
	for _, name := range part.Items {
		n.items[name] = true
		k := keyNamed(name)
		switch reg, id, _ := strings.Cut(k.ID, "/"); {
		case k.What == wire.WhatRecord && reg == register.Households:
			n.households[id] = true
		case k.What == wire.WhatRecord && reg == register.Residents:
			n.residents[id] = true
		}
	}
	return n, nil
}

// lets reports whether the station is sent an item.
func (n *narrow) lets(i Item) (bool, error) {
	switch i.What {
	case wire.WhatVerdict:
		return strings.HasPrefix(i.ID, n.station+"/"), nil
	case wire.WhatRecord:
		return n.record(i)
	case wire.WhatPetition:
		return n.petition(i)
	case wire.WhatCertificate, wire.WhatCardLeft:
		return false, nil
	case wire.WhatAttachment:
		return n.attachment(i)
	}
	return true, nil
}

func (n *narrow) record(i Item) (bool, error) {
	if !n.out || n.items[i.What+" "+i.ID] {
		return n.out, nil
	}
	reg, _, _ := strings.Cut(i.ID, "/")
	if len(i.Body) == 0 || reg != register.Residents && reg != register.Visits {
		return false, nil
	}
	rec, err := act.Decode[register.Record](i.Body)
	if err != nil {
		return false, err
	}
	// who moved in meanwhile, and where somebody is to go as well
	return n.households[rec.Fields.Text("household")] || reg == register.Visits && n.officer != "" && rec.Fields.Text("officer") == n.officer, nil
}

func (n *narrow) petition(i Item) (bool, error) {
	if !n.out || n.items[i.What+" "+i.ID] || len(i.Body) == 0 {
		return n.out && n.items[i.What+" "+i.ID], nil
	}
	p, err := act.Decode[petition.Petition](i.Body)
	if err != nil {
		return false, err
	}
	return slices.Contains([]string{p.CreatedBy, p.SubmittedBy}, n.officer) && n.residents[p.Resident], nil
}

// attachment lets the station hear of its own photographs and of those that
// belong to what it carries.
func (n *narrow) attachment(i Item) (bool, error) {
	if strings.HasPrefix(i.ID, n.station+"/") || len(i.Body) == 0 {
		return strings.HasPrefix(i.ID, n.station+"/"), nil
	}
	a, err := act.Decode[wire.Attachment](i.Body)
	if err != nil {
		return false, err
	}
	what, id, _ := strings.Cut(a.Subject, "/")
	return n.items[what+" "+id], nil
}

// fill puts what the station is sent into a page, looking at so many items at
// most: a page may be empty and still have moved on.
func (n *narrow) fill(tx Tx, page *wire.Page, limit int) error {
	size := 0
	for looked := 0; looked < scanned; {
		items, err := tx.Feed(page.Office, page.Cursor, wire.MaxChanges)
		if err != nil {
			return err
		}
		for _, i := range items {
			lets, err := n.lets(i)
			if err != nil {
				return err
			}
			if lets {
				if size += len(i.Body) + 128; size > wire.MaxMessage/4 || len(page.Changes) == limit {
					page.More = true
					return nil
				}
				page.Changes = append(page.Changes, changeOf(i))
			}
			page.Cursor = i.Position
		}
		if looked += len(items); len(items) < wire.MaxChanges {
			return nil
		}
	}
	page.More = true
	return nil
}
