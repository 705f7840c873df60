package words

import (
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

// spoken writes the amounts of money among the arguments in the language: a use
// case that refuses does not know in which one its words are read.
func (c *Catalogue) spoken(lang string, args map[string]any) map[string]any {
	var out map[string]any
	for name, v := range args {
		m, ok := v.(fee.Money)
		if !ok {
			continue
		}
		if out == nil {
			out = make(map[string]any, len(args))
			for n, v := range args {
				out[n] = v
			}
		}
		out[name] = c.Money(lang, m)
	}
	if out == nil {
		return args
	}
	return out
}
