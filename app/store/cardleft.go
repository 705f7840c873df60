package store

import (
	"sala/app/office"
	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

// CardsLeft reads what central said last, and on top of it what the station and its
// neighbours did since: which card lies where is no table's, for it is known by its
// acts alone, in any order.
func (v *view) CardsLeft() ([]office.CardLeft, error) {
	told, err := v.cardsTold()
	if err != nil {
		return nil, err
	}
	heard, err := v.cardsHeard()
	return append(told, heard...), err
}

// ofCards is the condition for what is about a card that was left. Central keeps
// word, without a body, of those that were given back.
const ofCards = "about >= '" + aboutCardLeft + "' AND about < '" + wire.WhatCardLeft + "0'"

// notBack is the condition for a card of which neither the station nor a neighbour
// has said that it was given back.
const notBack = `NOT EXISTS (SELECT 1 FROM journal b WHERE b.about = l.about AND b.kind = '` + act.CardGivenBack + `')
	AND NOT EXISTS (SELECT 1 FROM neighbour n WHERE n.about = l.about AND n.kind = '` + act.CardGivenBack + `')`

// cardsTold returns the cards that central knows of.
func (v *view) cardsTold() ([]office.CardLeft, error) {
	return list(v.c, "SELECT substr(about, ?), body FROM trunk l WHERE "+ofCards+" AND length(body) > 0 AND "+notBack+" ORDER BY about", []any{len(aboutCardLeft) + 1}, func(scan func(...any) error) (office.CardLeft, error) {
		var id string
		var body []byte
		if err := scan(&id, &body); err != nil {
			return office.CardLeft{}, err
		}
		c, err := act.Decode[wire.CardLeft](body)
		return office.CardLeft{ID: id, Station: c.Station, At: c.At}, err
	})
}

// cardsHeard returns those that central has not told of: the station's own and the
// neighbours'.
func (v *view) cardsHeard() ([]office.CardLeft, error) {
	return list(v.c, `SELECT substr(about, ?), station, time FROM (
			SELECT about, ? AS station, time, kind FROM journal WHERE `+ofCards+`
			UNION ALL SELECT about, station, time, kind FROM neighbour WHERE `+ofCards+`) l
		WHERE kind = '`+act.CardLeft+`' AND NOT EXISTS (SELECT 1 FROM trunk t WHERE t.about = l.about) AND `+notBack+" ORDER BY about",
		[]any{len(aboutCardLeft) + 1, v.s.identity.Station}, func(scan func(...any) error) (c office.CardLeft, err error) {
			var at int64
			err = scan(&c.ID, &c.Station, &at)
			c.At = journal.Time(at).Wall().UnixMilli()
			return c, err
		})
}
