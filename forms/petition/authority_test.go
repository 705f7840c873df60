package petition_test

import (
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
)

func TestMayDecide(t *testing.T) {
	later := noon.Add(time.Hour).Unix()
	officers := []act.Officer{
		{ID: "clerk", Roles: []string{"clerk"}},
		{ID: "head", Roles: []string{"head"}, Deputy: "clerk", DeputyUntil: later},
		{ID: "registrar", Roles: []string{"registrar"}},
		{ID: "glass", Roles: []string{"emergency"}},
		{ID: "gone", Roles: []string{"head"}, Until: noon.Add(-time.Hour).Unix()},
	}
	citizen := petition.Petition{Form: "f", FormVersion: "1.0.0", SubmittedBy: "TH-1-K1"}
	for name, c := range map[string]struct {
		p               petition.Petition
		officer, absent string
		at              time.Time
		ok              bool
	}{
		"a head":                          {officer: "head", at: noon, ok: true},
		"a deputy while it holds":         {officer: "clerk", absent: "head", at: noon, ok: true},
		"a deputy afterwards":             {officer: "clerk", at: noon.Add(2 * time.Hour)},
		"one who has left":                {officer: "gone", at: noon},
		"a stranger":                      {officer: "nobody", at: noon},
		"not the next in line":            {p: petition.Petition{Line: []string{"registrar"}}, officer: "head", at: noon},
		"behind glass, as a head":         {officer: "glass", at: noon, ok: true},
		"behind glass, as a registrar":    {p: petition.Petition{Line: []string{"registrar"}}, officer: "glass", at: noon},
		"the next in line":                {p: petition.Petition{Line: []string{"registrar"}}, officer: "registrar", at: noon, ok: true},
		"a standing order":                {p: citizen, officer: "order/f@1.0.0", at: noon, ok: true},
		"a standing order of another":     {p: citizen, officer: "order/g@1.0.0", at: noon},
		"a standing order for an officer": {p: petition.Petition{Form: "f", FormVersion: "1.0.0", SubmittedBy: "clerk"}, officer: "order/f@1.0.0", at: noon},
	} {
		absent, ok := c.p.MayDecide(c.officer, "TH-1-K1", officers, c.at)
		if ok != c.ok || absent != c.absent {
			t.Errorf("%s: %v in place of %q, want %v of %q", name, ok, absent, c.ok, c.absent)
		}
	}
}

// A paper names the order by which it is given, and no order where an officer
// looked at the matter after all.
func TestOrderOfAPetition(t *testing.T) {
	order := petition.Decision{Kind: act.PetitionApproved, By: petition.StandingOrder("f", "1.0.0")}
	for name, c := range map[string]struct {
		decisions []petition.Decision
		want      string
	}{
		"nobody":                      {nil, ""},
		"an order":                    {[]petition.Decision{order}, "f@1.0.0"},
		"an order, then carried out":  {[]petition.Decision{order, {Kind: act.PetitionFulfilled, By: "clerk"}}, "f@1.0.0"},
		"an officer":                  {[]petition.Decision{{Kind: act.PetitionApproved, By: "registrar"}}, ""},
		"an officer after it":         {[]petition.Decision{order, {Kind: act.PetitionReturned, By: "head"}, {Kind: act.PetitionApproved, By: "head"}}, ""},
		"an order that did not agree": {[]petition.Decision{{Kind: act.PetitionReturned, By: order.By}}, ""},
	} {
		if got := (petition.Petition{Form: "f", FormVersion: "2.0.0", Decisions: c.decisions}).Order(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
