package petition_test

import (
	"testing"

	"sala/forms/fee"
	"sala/forms/petition"
)

// A kiosk may forget a petition once it has nothing to do about it, and not before.
func TestForgettable(t *testing.T) {
	baht := func(minor int64) fee.Money { return fee.Money{Minor: minor, Currency: "THB"} }
	paid := []petition.Payment{{Amount: baht(2000)}}
	tests := []struct {
		name        string
		p           petition.Petition
		ending      petition.Ending
		forgettable bool
	}{
		{"a draft", petition.Petition{State: petition.Drafted}, petition.EndWithdraw, false},
		{"not paid", petition.Petition{State: petition.Submitted, Fee: baht(2000)}, petition.EndWithdraw, false},
		{"free, and waits for the office", petition.Petition{State: petition.Submitted}, petition.EndNothing, true},
		{"free, and its paper is due", petition.Petition{State: petition.Approved}, petition.EndTicket, false},
		{"half paid", petition.Petition{State: petition.Approved, Fee: baht(2000), Machine: petition.Machine{In: 1000}}, petition.EndWithdraw, false},
		{"half paid, owed, no ticket", petition.Petition{State: petition.Approved, Fee: baht(2000), Machine: petition.Machine{Owed: 1000}}, petition.EndTicket, false},
		{"half paid, owed, a ticket", petition.Petition{State: petition.Approved, Fee: baht(2000), Machine: petition.Machine{Owed: 1000}, Ticket: "kiosk.stopped"}, petition.EndNothing, true},
		{"charged or not, a ticket", petition.Petition{State: petition.Approved, Fee: baht(2000), Machine: petition.Machine{Asked: 2000}, Ticket: "terminal.unknown"}, petition.EndNothing, false},
		{"paid, no paper", petition.Petition{State: petition.Approved, Fee: baht(2000), Paid: paid}, petition.EndTicket, false},
		{"paid, a ticket", petition.Petition{State: petition.Approved, Fee: baht(2000), Paid: paid, Ticket: "printer"}, petition.EndNothing, true},
		{"paid, change is in the machine", petition.Petition{State: petition.Approved, Fee: baht(2000), Paid: paid, Machine: petition.Machine{In: 8000}}, petition.EndTicket, false},
		{"on paper", petition.Petition{State: petition.Fulfilled, Fee: baht(2000), Paid: paid}, petition.EndNothing, true},
		{"given back", petition.Petition{State: petition.Withdrawn, Fee: baht(2000)}, petition.EndNothing, true},
		{"withdrawn, the money is in the machine", petition.Petition{State: petition.Withdrawn, Fee: baht(2000), Machine: petition.Machine{In: 2000}}, petition.EndNothing, false},
		{"withdrawn, owed, no ticket", petition.Petition{State: petition.Withdrawn, Fee: baht(2000), Machine: petition.Machine{Owed: 2000}}, petition.EndTicket, false},
		{"refused by the office", petition.Petition{State: petition.Rejected, Fee: baht(2000)}, petition.EndNothing, true},
		{"of a life event", petition.Petition{State: petition.Submitted, Fee: baht(2000), Event: "e"}, petition.EndWithdraw, true},
		{"of a life event, money in", petition.Petition{State: petition.Submitted, Fee: baht(2000), Event: "e", Machine: petition.Machine{In: 1000}}, petition.EndWithdraw, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.Ending(); got != tt.ending {
				t.Errorf("ending %d, want %d", got, tt.ending)
			}
			if got := tt.p.Forgettable(); got != tt.forgettable {
				t.Errorf("forgettable: %t", got)
			}
		})
	}
}
