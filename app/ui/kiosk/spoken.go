package kiosk

import (
	"fmt"
	"slices"
	"strings"

	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/forms/definition"
	"sala/forms/identity"
)

// Spoken is what is read aloud of a page: everything that it shows, in the order
// in which it matters.
func Spoken(k *kit.Kit, v View) string {
	if v.Language == "" && v.Page != Closed && !v.Help {
		var parts []string
		for _, in := range inEvery(k) {
			parts = append(parts, in.Say("kiosk.help.welcome")) // who listens may not see what to touch
		}
		if v.Offline {
			for _, in := range inEvery(k) {
				parts = append(parts, outage(in, v, false))
			}
		}
		if v.Stale {
			says, hints := cardThere(k)
			for i := range says {
				parts = append(parts, says[i], hints[i])
			}
		}
		if v.Code != "" {
			says, hint := troubleShown(k, v)
			parts = append([]string{says, hint}, parts...)
		}
		return sentences(parts)
	}
	if v.Left > 0 {
		return k.Say("kiosk.idle") + " " + k.Say("kiosk.idle_hint", "seconds", v.Left)
	}
	if v.Help {
		return sentences(helpOf(k, v))
	}
	if v.Code != "" && !v.counted() {
		says, hint := troubleSays(k, v)
		return says + " " + hint
	}
	return sentences(pageWords(k, v))
}

// sentences puts sentences after one another, with a pause between them.
func sentences(list []string) string {
	var b strings.Builder
	for i, s := range list {
		b.WriteString(s)
		switch {
		case i == len(list)-1:
		case strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?"):
			b.WriteString(" ")
		default:
			b.WriteString(". ")
		}
	}
	return b.String()
}

// pageWords are the sentences of a page.
func pageWords(k *kit.Kit, v View) []string {
	switch v.Page {
	case Closed:
		var out []string
		for _, says := range closedSays(k, v, "") {
			out = append(out, strings.Join(says, " "))
		}
		return out
	case Document:
		return append([]string{k.Say("kiosk.document")}, v.Lines...)
	case Staff:
		return []string{k.Say("kiosk.staff")}
	case Services:
		out := []string{wayTitle(k, v)}
		if v.Offline && v.Way == AllServices {
			out = full(append(out, k.Say("kiosk.offline_never"), outageRule(k, v)))
		}
		if v.Choosing() {
			return append(out, v.choices(k.Language)...)
		}
		for _, s := range v.Offered() {
			says := s.Form.Title.In(k.Language)
			if s.Why != "" {
				says += ": " + k.Say("kiosk.why."+s.Why, "hours", hoursIn(k, s.Hours))
			}
			out = append(out, says)
		}
		if v.event() != nil {
			out = append(out, k.Say("kiosk.event_all")+": "+k.Say("kiosk.event_hint"))
		}
		for _, way := range v.ways() {
			out = append(out, k.Say("kiosk.way."+string(way)))
		}
		return out
	case Insert:
		if v.Reading != "" {
			return []string{k.Say("kiosk.reading")}
		}
		return insertSays(k, v)
	case Confirm:
		if !v.Visitor.Known {
			return []string{k.Say("kiosk.unknown"), k.Say("kiosk.unknown_hint")}
		}
		out := []string{k.Say("kiosk.confirm"), v.Visitor.Resident.Name(k.Language)}
		for _, l := range confirmLines(k, v) {
			out = append(out, l.Label+": "+l.Value)
		}
		return out
	case PIN:
		return []string{k.Say("kiosk.pin"), pinSays(k, v)}
	case Question:
		q, _ := v.Form.Question(v.Path)
		out := []string{k.Say("kiosk.question", "at", v.At, "of", v.Of), q.Label.In(k.Language), questionHint(k, q)}
		out = append(out, answersSaid(k, v, q)...)
		if v.Checked {
			for _, p := range q.Problems {
				out = append(out, formview.Says(k, p))
			}
		}
		return full(out)
	case Review:
		out := []string{k.Say("kiosk.review"), v.Chosen.Title.In(k.Language)}
		for _, q := range v.Form.All() {
			if a := answerOf(k, v, q); a != "" {
				out = append(out, q.Label.In(k.Language)+": "+a)
			}
		}
		if !v.Form.Fee.IsZero() {
			return append(out, k.Say("kiosk.fee")+": "+k.Money(v.Form.Fee))
		}
		return append(out, k.Say("kiosk.free"))
	case Payment:
		out := []string{k.Say("kiosk.payment", "amount", k.Money(v.Petition.Due()))}
		if v.Paying != nil {
			if v.Paying.Out.Minor > 0 {
				out = []string{payingSum(k, v)}
			}
			return full(append(out, k.Say(payingWords(v)), payingHint(k, v)))
		}
		out = append(out, returnedSays(k, v)...)
		if v.Till {
			out = append(out, k.Say("kiosk.pay_here"), k.Say("kiosk.pay_here_hint"))
		}
		if v.Cards {
			out = append(out, k.Say("kiosk.pay_card"), k.Say("kiosk.pay_card_hint"))
		}
		return append(out, k.Say("kiosk.pay_officer"), k.Say("kiosk.pay_officer_hint"), k.Say("kiosk.pay_counter"), k.Say("kiosk.pay_counter_hint"))
	case Officer:
		return []string{k.Say("kiosk.officer", "amount", k.Money(v.Petition.Due()))}
	case Printing:
		if v.Step == "" {
			return []string{k.Say("kiosk.print_failed"), k.Say("kiosk.print_hint")}
		}
		return []string{k.Say("kiosk.printing"), k.Say("kiosk.printing_hint")}
	case Take:
		out := []string{k.Say(takeTitle(v))}
		if own := takeOwn(v); own != "" {
			out = append(out, k.Say(own))
		}
		out = append(out, takeSays(k, v)...)
		if v.Unproven {
			out = append(out, k.Say("kiosk.no_receipt"))
		}
		return out
	case Ticket:
		title, number := ticketNumber(k, v)
		out := append([]string{title, number}, ticketSays(k, v)...)
		if own := takeOwn(v); own != "" {
			out = append(out, k.Say(own))
		}
		return out
	case Goodbye:
		out := append(returnedSays(k, v), k.Say("kiosk.goodbye"), k.Say("kiosk.goodbye_hint"))
		if v.CardIn {
			out = append(out, k.Say("kiosk.card_left"))
		}
		return out
	}
	return nil
}

// answersSaid are the answers that a question offers, with those that are chosen, or
// what stands in it.
func answersSaid(k *kit.Kit, v View, q formview.Question) []string {
	offered := map[string]string{}
	var order []string
	offer := func(id, label string) { offered[id] = label; order = append(order, id) }
	if q.Kind == definition.YesNo {
		offer("true", k.Say("kit.yes"))
		offer("false", k.Say("kit.no"))
	}
	for _, o := range q.Options {
		offer(o.ID, o.Label.In(k.Language))
	}
	if len(order) == 0 {
		return []string{answerOf(k, v, q)}
	}
	chosen := []string{fmt.Sprint(q.Value)}
	if many, ok := q.Value.([]any); ok {
		chosen = nil
		for _, x := range many {
			chosen = append(chosen, fmt.Sprint(x))
		}
	}
	var out []string
	for _, id := range order {
		says := offered[id]
		if slices.Contains(chosen, id) {
			says = k.Say("kit.chosen", "what", says)
		}
		out = append(out, says)
	}
	return out
}

// answerOf is an answer as it is shown and read: others look on and listen, so
// that a person's number is masked.
func answerOf(k *kit.Kit, v View, q formview.Question) string {
	if number, ok := q.Value.(string); ok && q.Kind == definition.NationalNumber && number != "" {
		return identity.Mask(v.Status.Profile.Country, number)
	}
	return formview.Answer(k, q)
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

// helpKey is where the page's own help stands.
func helpKey(v View) string {
	switch {
	case v.Paying != nil && v.Paying.Card != "":
		return "kiosk.help.paying_card"
	case v.Paying != nil:
		return "kiosk.help.paying"
	}
	return "kiosk.help." + string(v.Page)
}

// helpOf is the help of a page: its own, where it has one, and where else there
// is help; in every language where none is chosen.
func helpOf(k *kit.Kit, v View) []string {
	if v.Language == "" {
		var all []string
		for _, in := range inEvery(k) {
			all = append(all, in.Say("kiosk.help.welcome"))
		}
		return all
	}
	var out []string
	if key := helpKey(v); k.Words.Has(key) {
		out = append(out, k.Say(key))
	}
	return append(out, k.Say("kiosk.help.other"))
}
