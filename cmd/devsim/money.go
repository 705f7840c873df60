//go:build linux

package main

import (
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"

	"sala/devices/sim"
)

// doMoney puts money in, and breaks what takes it.
func (d *desk) doMoney(verb, arg string) (bool, error) {
	trouble := sim.MoneyTrouble(verb)
	switch trouble {
	case sim.CoinsJam, sim.NotesJam, sim.NotesPulled, sim.BoxFull, sim.MoneyMute, sim.HopperJam, "coin", "note", "fill", "money-off-on":
	default:
		return false, nil
	}
	if d.money == nil {
		return true, errors.New("nothing takes money (start with --money-link)")
	}
	first, second, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(first)
	switch verb {
	case "coin", "note":
		throw := d.money.Coin
		if verb == "note" {
			throw = d.money.Note
		}
		if err == nil {
			err = throw(int64(n))
		}
		return true, err
	case "fill":
		coins, wrong := strconv.Atoi(second)
		if err = errors.Join(err, wrong); err == nil {
			d.money.Fill(byte(n), coins)
		}
		return true, err
	case "money-off-on":
		d.money.PowerCycle()
		return true, nil
	}
	d.money.Set(trouble, arg != "off")
	return true, nil
}

// doCards presents a card to the terminal, and breaks it.
func (d *desk) doCards(verb, arg string) (bool, error) {
	trouble := sim.CardTrouble(verb)
	switch trouble {
	case sim.CardDeclined, sim.CardNoHost, sim.CardMute, sim.CardDies, sim.CardForgets, sim.CardNoReverse, "present":
	default:
		return false, nil
	}
	if d.cards == nil {
		return true, errors.New("there is no card terminal (start with --terminal-link)")
	}
	if verb == "present" {
		return true, d.cards.Present()
	}
	d.cards.Set(trouble, arg != "off")
	return true, nil
}

// holdings is what the machines that take money took and gave, and what stands booked
// at the card terminal, in satang.
type holdings struct {
	In    int64 `json:"in"`
	Out   int64 `json:"out"`
	Cards int64 `json:"cards"`
}

// doHolds writes to a file what the machines hold: what whoever empties them counts.
func (d *desk) doHolds(verb, arg string) (bool, error) {
	if verb != "holds" {
		return false, nil
	}
	if d.money == nil || d.cards == nil {
		return true, errors.New("nothing takes money (start with --money-link and --terminal-link)")
	}
	var h holdings
	h.In, h.Out = d.money.Holds()
	h.Cards, _ = d.cards.Holds()
	b, err := json.Marshal(h)
	if err == nil {
		err = os.WriteFile(arg, b, 0o644)
	}
	return true, err
}
