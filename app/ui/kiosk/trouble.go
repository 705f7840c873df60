package kiosk

import "sala/app/ui/kit"

// asSaid means that what is said to officers is right for a citizen, too.
const asSaid = "-"

// hints say what a citizen can do about a trouble: she unplugs no reader, and types
// nothing that a card should tell. What is not named here is taken to the counter.
var hints = map[string]string{
	"reader.card_pulled": asSaid, "reader.no_card": asSaid, "card_pulled": asSaid,
	"reader.pin_wrong": asSaid, "reader.pin_blocked": asSaid, "reader.no_pin": asSaid, "pin_wanted": asSaid, "pin_card": asSaid, "pin_short": asSaid,
	"reader.card_mute": "card", "reader.card_damaged": "card", "reader.refused": "card", "reader.garbled": "card", "card_mute": "card",
	"reader.not_thai_id": "other_card", "card_unknown": "other_card",
	"reader.no_answer": "reader", "reader.hardware": "reader", "reader.none": "reader", "reader_gone": "reader",
	"document.unreadable": "document", "document.check_digit": "document", "stripe.unreadable": "document",
	"barcode.unreadable": "scan", "ticket_unreadable": "scan", "ticket_other": asSaid, "ticket_waiting": asSaid, "ticket_elsewhere": "ticket",
	"till.no_answer": asSaid, "till.coin_jam": asSaid, "till.note_jam": asSaid, "till.box_full": asSaid, "till.lost": asSaid,
	"till.owed": asSaid, "till.none": asSaid, "till.no_change": "change",
	"terminal.declined": asSaid, "terminal.cancelled": asSaid, "terminal.no_host": asSaid, "terminal.unknown": asSaid, "terminal.none": asSaid,
	"terminal.no_answer": "pay", "terminal.not_ready": "pay", "cancelled": asSaid,
}

// troubleShown is what a page shows and the voice reads of a trouble: in every language
// where none is chosen.
func troubleShown(k *kit.Kit, v View) (says, hint string) {
	says, hint = troubleSays(k, v)
	if v.Language != "" {
		return says, hint
	}
	for _, in := range inEvery(k)[1:] {
		s, h := troubleSays(in, v)
		hint += "\n" + s + " " + h
	}
	return says, hint
}

// troubleSays is what is said of a trouble, and what to do about it. Officers have
// two pages of their own.
func troubleSays(k *kit.Kit, v View) (says, hint string) {
	says, hint = k.Words.Trouble(k.Language, v.Code, v.Args)
	if v.Page == Officer || v.Page == Staff {
		return says, hint
	}
	switch key := hints[v.Code]; {
	case v.Page == Printing:
		hint = k.Say("kiosk.print_hint")
	case key == "":
		hint = k.Say("kiosk.hint.desk")
	case key != asSaid:
		hint = k.Say("kiosk.hint." + key)
	}
	return says, hint
}
