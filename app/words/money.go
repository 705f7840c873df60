package words

import (
	"maps"
	"strings"

	"sala/forms/fee"
)

// Money writes an amount as the language does: "20.00 บาท", "1,000원",
// "20.00 baht".
func (c *Catalogue) Money(lang string, m fee.Money) string {
	whole, part, _ := strings.Cut(strings.Fields(m.String())[0], ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if part != "" {
		whole += "." + part
	}
	return c.Text(lang, "kit.money."+strings.ToLower(m.Currency), map[string]any{"amount": sign + whole})
}

// named is an argument that has a name in each language, as an officer has.
type named interface{ In(language string) string }

// spoken writes the amounts of money and the names among the arguments in the
// language: a use case that refuses does not know in which one its words are read.
func (c *Catalogue) spoken(lang string, args map[string]any) map[string]any {
	var out map[string]any
	for name, v := range args {
		says := ""
		switch v := v.(type) {
		case fee.Money:
			says = c.Money(lang, v)
		case named:
			says = v.In(lang)
		default:
			continue
		}
		if out == nil {
			out = maps.Clone(args)
		}
		out[name] = says
	}
	if out == nil {
		return args
	}
	return out
}
