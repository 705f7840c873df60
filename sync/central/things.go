package central

import (
	"fmt"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// thing is an item with its decoded body.
type thing struct {
	Item
	value any // what open returns; nil when there is none
	dirty bool
	from  string // the office that it leaves, when it does
}

// load reads all that the entries concern.
func (in *intake) load(work []decoded) error {
	office, err := in.tx.Office(in.station.Office)
	if err != nil {
		return err
	}
	in.offices[office.ID] = office
	var keys []Key
	for _, d := range work {
		for _, k := range d.keys {
			if _, known := in.items[k]; !known {
				in.items[k] = &thing{Item: Item{Key: k}}
				keys = append(keys, k)
			}
		}
	}
	if err := in.fetch(office.ID, keys); err != nil {
		return err
	}
	var petitions, elsewhere []Key
	for _, k := range keys {
		t := in.items[k]
		if c, ok := t.value.(wire.Certificate); ok {
			if p := (Key{wire.WhatPetition, c.Petition}); in.items[p] == nil {
				in.items[p] = &thing{Item: Item{Key: p}}
				petitions = append(petitions, p)
			}
		} else if t.value == nil && k.What == wire.WhatRecord {
			elsewhere = append(elsewhere, k)
		}
	}
	if err := in.fetch(office.ID, petitions); err != nil {
		return err
	}
	if err := in.loadElsewhere(elsewhere); err != nil {
		return err
	}
	return in.loadNumbers(work)
}

// loadElsewhere finds records that other offices keep: a resident who moves in.
func (in *intake) loadElsewhere(keys []Key) error {
	owners, err := in.tx.Owners(keys)
	if err != nil {
		return err
	}
	byOffice := map[string][]Key{}
	for _, k := range keys {
		if o := owners[k]; o != "" && o != in.station.Office {
			byOffice[o] = append(byOffice[o], k)
		}
	}
	for _, id := range sortedKeys(byOffice) {
		if in.offices[id], err = in.tx.Office(id); err != nil {
			return err
		}
		if err := in.fetch(id, byOffice[id]); err != nil {
			return err
		}
	}
	return nil
}

func (in *intake) fetch(office string, keys []Key) error {
	found, err := in.tx.Items(office, keys)
	if err != nil {
		return err
	}
	for k, item := range found {
		t := &thing{Item: item}
		if len(item.Body) > 0 {
			if t.value, err = in.central.open(item); err != nil {
				return err
			}
		}
		in.items[k] = t
	}
	return nil
}

// open decodes an item's body: a register.Record, petition.Petition, wire.Certificate,
// act.Officer or wire.Attachment. Of anything else nil: no rule asks what it says.
func (c *Central) open(i Item) (any, error) {
	var err error
	var value any
	switch i.What {
	case wire.WhatRecord:
		value, err = act.Decode[register.Record](i.Body)
	case wire.WhatPetition:
		value, err = act.Decode[petition.Petition](i.Body)
	case wire.WhatCertificate:
		value, err = act.Decode[wire.Certificate](i.Body)
	case wire.WhatOfficer:
		value, err = act.Decode[act.Officer](i.Body)
	case wire.WhatAttachment:
		value, err = act.Decode[wire.Attachment](i.Body)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s %s: %w", i.What, i.ID, err)
	}
	return value, nil
}

// put sets a thing's new value.
func (in *intake) put(k Key, office string, version uint64, value any) {
	t := in.items[k]
	if t == nil {
		t = &thing{Item: Item{Key: k}}
		in.items[k] = t
	}
	if t.Office != "" && t.Office != office {
		t.from = t.Office
	}
	t.Office, t.Version, t.value, t.dirty = office, version, value, true
	in.changed = append(in.changed, k)
}

// next takes the next place in an office's order.
func (in *intake) next(office string) uint64 {
	o := in.offices[office]
	o.Position++
	in.offices[office] = o
	return o.Position
}

// flush writes what the entries changed.
func (in *intake) flush() error {
	if in.trouble != nil {
		return in.trouble
	}
	var items []Item
	for _, k := range in.changed {
		t := in.items[k]
		if !t.dirty {
			continue // its last change has been written
		}
		t.dirty = false
		if t.from != "" {
			items = append(items, Item{Key: k, Office: t.from, Version: t.Version, Position: in.next(t.from)})
		}
		var body []byte
		if t.value != nil { // else it is there no more
			var err error
			if body, err = act.Encode(t.value); err != nil {
				return err
			}
		}
		items = append(items, Item{Key: k, Office: t.Office, Version: t.Version, Position: in.next(t.Office), Body: body})
	}
	if err := in.tx.PutItems(items); err != nil {
		return err
	}
	for _, l := range in.received {
		if err := in.tx.PutLease(l); err != nil {
			return err
		}
	}
	for _, l := range in.moved {
		if err := in.tx.MoveLease(l); err != nil {
			return err
		}
	}
	if err := in.tx.AddUses(in.uses); err != nil {
		return err
	}
	for _, id := range sortedKeys(in.offices) {
		if err := in.tx.PutOffice(in.offices[id]); err != nil {
			return err
		}
	}
	return nil
}
