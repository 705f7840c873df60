package kiosk_test

import (
	"testing"

	"sala/app/office"
	"sala/forms/petition"
)

// account is what the petitions of a kiosk say of money and papers.
type account struct {
	held    int64 // by the machines, for fees and what they owe
	unknown int64 // whether a payment card was charged
	owed    int64
	papers  int
	states  map[petition.State]int
}

// accountOf adds the petitions up, and checks that each has an end: none is a draft,
// and whoever paid or has something to come back has a paper or a ticket.
func accountOf(t testing.TB, list []petition.Petition) account {
	t.Helper()
	a := account{states: map[petition.State]int{}}
	for _, p := range list {
		a.states[p.State]++
		a.unknown += p.Machine.Asked
		a.owed += p.Machine.Owed
		a.held += p.Machine.Owed
		a.held += paidInMachine(p)
		var paid int64
		for _, x := range p.Paid {
			paid += x.Amount.Minor
		}
		printed := false
		for _, x := range p.Certificates {
			if x.Outcome == string(office.Printed) {
				printed = true
				a.papers++
			}
		}
		switch {
		case p.Machine.In != 0:
			t.Errorf("%d of %s lie in the machine and are nobody's", p.Machine.In, p.ID)
		case paid > 0 && !printed && p.Ticket == "":
			t.Errorf("%s was paid and has neither a paper nor a ticket: %+v", p.ID, p)
		case p.Machine.Owed > 0 && p.Ticket == "":
			t.Errorf("the machine owes %d for %s, and no ticket says so", p.Machine.Owed, p.ID)
		case p.Machine.Asked > 0 && p.Ticket == "":
			t.Errorf("whether a card was charged for %s is not known, and no ticket says so", p.ID)
		case p.State == petition.Drafted:
			t.Errorf("a draft was left behind: %s", p.ID)
		}
	}
	return a
}

// paidInMachine is what of a petition's fee lies in a machine.
func paidInMachine(p petition.Petition) (minor int64) {
	for _, x := range p.Paid {
		if petition.InMachine(x.Method) {
			minor += x.Amount.Minor
		}
	}
	return minor
}

// balances checks that the machines hold what the petitions account for.
func (a account) balances(t testing.TB, machines int64) {
	t.Helper()
	if machines < a.held || machines > a.held+a.unknown {
		t.Errorf("the machines hold %d, the petitions account for %d and %d that is not known", machines, a.held, a.unknown)
	}
}
