package kiosk

import (
	"strings"

	"sala/app/ui/formview"
	"sala/app/ui/kit"
)

// Spoken is what is read aloud of a page: everything that it shows, in the order
// in which it matters.
func Spoken(k *kit.Kit, v View) string {
	if v.Language == "" {
		var parts []string
		for _, l := range kit.Languages() {
			in := *k
			in.Language = l
			parts = append(parts, in.Say("kiosk.welcome"))
		}
		return strings.Join(parts, ". ")
	}
	if v.Left > 0 {
		return k.Say("kiosk.idle") + " " + k.Say("kiosk.idle_hint", "seconds", v.Left)
	}
	if v.Help {
		return helpOf(k, v)
	}
	if v.Code != "" {
		says, hint := k.Words.Trouble(k.Language, v.Code, v.Args)
		return says + " " + hint
	}
	return strings.Join(pageWords(k, v), ". ")
}

// pageWords are the sentences of a page.
func pageWords(k *kit.Kit, v View) []string {
	switch v.Page {
	case Services:
		out := []string{k.Say("kiosk.services")}
		for _, s := range v.Services {
			out = append(out, s.Form.Title.In(k.Language))
		}
		return out
	case Insert:
		if v.Reading != "" {
			return []string{k.Say("kiosk.reading")}
		}
		return []string{k.Say("kiosk.insert"), k.Say("kiosk.insert_hint")}
	case Confirm:
		if !v.Visitor.Known {
			return []string{k.Say("kiosk.unknown"), k.Say("kiosk.unknown_hint")}
		}
		return []string{k.Say("kiosk.confirm"), v.Visitor.Resident.Name(k.Language)}
	case Question:
		q, _ := v.Form.Question(v.Path)
		out := []string{k.Say("kiosk.question", "at", v.At, "of", v.Of), q.Label.In(k.Language), q.Hint.In(k.Language)}
		for _, o := range q.Options {
			out = append(out, o.Label.In(k.Language))
		}
		if v.Checked {
			for _, p := range q.Problems {
				out = append(out, formview.Says(k, p))
			}
		}
		return full(out)
	case Review:
		out := []string{k.Say("kiosk.review")}
		for _, q := range v.Form.All() {
			if a := formview.Answer(k, q); a != "" {
				out = append(out, q.Label.In(k.Language)+": "+a)
			}
		}
		return out
	case Payment:
		return []string{k.Say("kiosk.payment", "amount", k.Money(v.Petition.Due())), k.Say("kiosk.pay_officer"), k.Say("kiosk.pay_officer_hint"), k.Say("kiosk.pay_counter"), k.Say("kiosk.pay_counter_hint")}
	case Officer:
		return []string{k.Say("kiosk.officer", "amount", k.Money(v.Petition.Due()))}
	case Printing:
		return []string{k.Say("kiosk.printing"), k.Say("kiosk.printing_hint")}
	case Take:
		return []string{k.Say("kiosk.take"), k.Say("kiosk.take_card")}
	case Ticket:
		return []string{k.Say("kiosk.ticket"), v.Petition.Number, k.Say("kiosk.ticket_hint")}
	case Goodbye:
		out := []string{k.Say("kiosk.goodbye"), k.Say("kiosk.goodbye_hint")}
		if v.CardIn {
			out = append(out, k.Say("kiosk.card_left"))
		}
		return out
	}
	return nil
}

func full(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// helpOf is the help of a page.
func helpOf(k *kit.Kit, v View) string {
	if key := "kiosk.help." + string(v.Page); k.Words.Has(key) {
		return k.Say(key)
	}
	return k.Say("kiosk.help.other")
}
