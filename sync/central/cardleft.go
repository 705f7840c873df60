package central

import (
	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

// cardLeft tells the office of a card that was left at a kiosk, until it was given
// back. Word of that may come first, from a desk that heard of the card by a relay.
func (in *intake) cardLeft(e *journal.Entry, v act.LeftCard) ruling {
	if v.ID == "" {
		return rejected(ReasonPayload)
	}
	k := Key{wire.WhatCardLeft, v.ID}
	version := in.items[k].Version
	switch {
	case e.Kind == act.CardGivenBack:
		version++
		in.put(k, in.station.Office, version, nil)
	case version == 0:
		version++
		in.put(k, in.station.Office, version, wire.CardLeft{Station: e.Station, At: e.Time.Wall().UnixMilli()})
	}
	return accepted(version)
}
