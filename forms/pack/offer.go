package pack

import (
	"fmt"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/definition/expression"
)

// Offer is a service that a household seems entitled to and has not asked for.
// It is proposed to a person with its reason; nothing is filed by itself.
type Offer struct {
	ID      string          `json:"id"`
	Form    string          `json:"form"`
	Title   definition.Text `json:"title"`
	Because definition.Text `json:"because"`
	When    string          `json:"when"`
}

type offer struct {
	Offer
	when *expression.Program
}

// Facts are what offers are decided on: the resident and household as in
// answer.About, the forms that the resident asked for already, and the
// resident's records in other registers as rows with register, kind, expires.
type Facts struct {
	Today     calendar.Date
	Resident  map[string]any
	Household map[string]any
	Asked     []string
	Records   []map[string]any
}

var offerNames = expression.Names{"resident": expression.Any, "household": expression.Any, "asked": expression.List, "records": expression.Rows}

func (l *loader) offers() error {
	var list []Offer
	if err := l.decode("offers.yaml", &list); err != nil {
		return err
	}
	for i, o := range list {
		at := fmt.Sprintf("offers.yaml[%d]", i)
		if o.ID == "" || len(o.Title) == 0 || len(o.Because) == 0 || o.When == "" {
			l.fault("offer_incomplete", at)
		}
		if _, ok := l.pack.form(o.Form); !ok {
			l.fault("no_form", at, "form", o.Form)
		}
		p, err := expression.Compile(o.When, expression.BoolResult, offerNames, nil)
		if err != nil {
			wrong := definition.WrongExpression("when", o.When, err)
			wrong.File = at
			l.faults = append(l.faults, wrong)
			continue
		}
		l.pack.offers = append(l.pack.offers, offer{o, p})
	}
	return nil
}

// Offers returns what may be proposed to a resident. A form that was asked for
// is not offered again.
func (p *Pack) Offers(f Facts) []Offer {
	_ = p.Wait()
	asked, done := make([]any, len(f.Asked)), map[string]bool{}
	for i, form := range f.Asked {
		asked[i], done[form] = form, true
	}
	records := make([]any, len(f.Records))
	for i, r := range f.Records {
		records[i] = r
	}
	values := map[string]any{"today": f.Today.String(), "resident": orEmpty(f.Resident), "household": orEmpty(f.Household), "asked": asked, "records": records}
	var out []Offer
	for _, o := range p.offers {
		if done[o.Form] {
			continue
		}
		if v, err := o.when.Run(values); err == nil && v == true {
			out = append(out, o.Offer)
		}
	}
	return out
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}
