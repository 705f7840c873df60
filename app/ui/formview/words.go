package formview

import (
	"fmt"
	"strconv"
	"strings"

	"sala/app/ui/kit"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/identity"
	"sala/forms/register"
)

// Says returns a problem in words: the form's own where it has any.
func Says(k *kit.Kit, p answer.Problem) string {
	if s := p.Message.In(k.Language); s != "" {
		return s
	}
	return k.Problem(p.Code, p.Args)
}

// Answer returns an answer as a person reads it, "" where there is none.
func Answer(k *kit.Kit, q Question) string {
	switch v := q.Value.(type) {
	case nil:
		if len(q.Rows) > 0 {
			return k.Say("kit.rows", "count", len(q.Rows))
		}
	case bool:
		if v {
			return k.Say("kit.yes")
		}
		return k.Say("kit.no")
	case int64:
		if q.Kind == definition.Money {
			return k.Money(fee.Money{Minor: v, Currency: q.Currency})
		}
		return strconv.FormatInt(v, 10)
	case string:
		return said(k, q, v)
	case []any:
		var parts []string
		for _, e := range v {
			parts = append(parts, optionLabel(k, q, fmt.Sprint(e)))
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		if q.Kind == definition.Location {
			return k.Join(coordinates(v), accuracy(k, v))
		}
		return address(q.Country, v).Line()
	default:
		return fmt.Sprint(v)
	}
	return ""
}

func said(k *kit.Kit, q Question, v string) string {
	switch q.Kind {
	case definition.Date:
		if d, err := calendar.Parse(v); err == nil {
			return d.Long(k.Language)
		}
	case definition.DateTime:
		day, clock, _ := strings.Cut(v, "T")
		if d, err := calendar.Parse(day); err == nil {
			return d.Long(k.Language) + " " + clock
		}
	case definition.Line, definition.Outline:
		return k.Say("kit.positions", "count", strings.Count(v, ";")+1)
	case definition.NationalNumber:
		return identity.Format(q.Country, v)
	case definition.OneOf:
		return optionLabel(k, q, v)
	case definition.Photo, definition.File, definition.Signature:
		if v != "" {
			return k.Say("kit.attached")
		}
	}
	return v
}

func optionLabel(k *kit.Kit, q Question, id string) string {
	for _, o := range q.Options {
		if o.ID == id {
			return o.Label.In(k.Language)
		}
	}
	return id
}

// address reads an address out of an answer.
func address(country string, v map[string]any) register.Address {
	text := func(name string) string { s, _ := v[name].(string); return s }
	a := register.Address{
		Country: text("country"), House: text("house"), Village: text("village"), Alley: text("alley"), Lane: text("lane"), Road: text("road"),
		Subdistrict: text("subdistrict"), District: text("district"), Province: text("province"), Postcode: text("postcode"), Division: text("division"),
	}
	if a.Country == "" {
		a.Country = country
	}
	return a
}

// answerOf is the inverse of address.
func answerOf(a register.Address) map[string]any {
	out := map[string]any{}
	for name, v := range map[string]string{
		"country": a.Country, "house": a.House, "village": a.Village, "alley": a.Alley, "lane": a.Lane, "road": a.Road,
		"subdistrict": a.Subdistrict, "district": a.District, "province": a.Province, "postcode": a.Postcode, "division": a.Division,
	} {
		if v != "" {
			out[name] = v
		}
	}
	return out
}
