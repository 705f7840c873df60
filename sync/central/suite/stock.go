package suite

import (
	"context"
	"testing"

	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/central"
	"sala/sync/wire"
)

// Two stations cannot have the same sheets, and every sheet is known once.
func sheetsOfAPacket(t *testing.T, c *court) {
	one, two := c.station("S1", "A"), c.station("S2", "A")
	packet, err := number.NewPacket("AB000001", "AB000010")
	if err != nil {
		t.Fatal(err)
	}
	one.Append("clerk", act.StockReceived, "stock/AB000001", 0, packet)
	one.last(wire.Accepted, "")
	two.Append("clerk", act.StockReceived, "stock/AB000001", 0, packet)
	two.last(wire.Conflict, central.ReasonExists)
	other := packet
	other.Prefix = "AC"
	two.Append("clerk", act.StockReceived, "stock/AC000001", 0, other)
	two.last(wire.Accepted, "")

	lease := packet.Lease("A", "S1")
	sheet := func(n uint64) act.NumberUse {
		return act.NumberUse{Lease: lease.ID, Number: n, Text: lease.Text(n)}
	}
	one.approve("p1")
	n, _ := one.NextNumber(number.Certificates)
	one.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: "p1"})
	one.Append("clerk", act.CertificatePrinting, "certificate/"+n.Text, 0, act.Printing{Number: n.Text, Outcome: act.Started, Sheets: []act.NumberUse{sheet(1)}})
	one.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 0, act.Printing{Number: n.Text, Outcome: "printed", Sheets: []act.NumberUse{sheet(1)}})
	one.last(wire.Accepted, "")
	if s, err := c.CertificateStanding(context.Background(), n.Text); err != nil || s.Status != "final" {
		t.Errorf("issued on a sheet: %+v, %v", s, err)
	}
	one.Append("clerk", act.NumberSpoiled, "number/"+lease.Text(1), 0, sheet(1)) // smudged, found later
	one.last(wire.Accepted, "")
	one.Append("clerk", act.NumberSpoiled, "number/"+lease.Text(2), 0, sheet(2))
	one.last(wire.Accepted, "")
	foreign := sheet(3)
	foreign.Number, foreign.Text = 11, lease.Text(11)
	one.Append("clerk", act.NumberSpoiled, "number/"+foreign.Text, 0, foreign)
	one.last(wire.Rejected, central.ReasonLease)
	// The block is the station's own: central does not send it back as a lease.
	answer, err := c.Leases(context.Background(), "S1", wire.LeaseRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range answer.Leases {
		if l.Kind == number.Sheets {
			t.Errorf("a packet is sent as the lease %s", l.ID)
		}
	}
}

// What a station gives back is never leased again, and it gets as many as its
// days take.
func numbersComeBack(t *testing.T, c *court) {
	w := c.station("S1", "A")
	n, _ := w.NextNumber(number.Certificates)
	var lease number.Lease
	for _, l := range w.leases(wire.LeaseRequest{}) {
		if l.ID == n.Lease {
			lease = l
		}
	}
	w.Append("clerk", act.NumberSpoiled, "number/"+n.Text, 0, n)
	w.Append("clerk", act.LeaseReturned, "lease/"+lease.ID, 0, act.Handback{Lease: lease.ID, Ranges: []number.Range{{From: lease.From, To: lease.To}}})
	w.last(wire.Rejected, central.ReasonNumberUsed)
	w.Append("clerk", act.LeaseReturned, "lease/"+lease.ID, 0, act.Handback{Lease: lease.ID, Ranges: []number.Range{{From: lease.From + 1, To: lease.To + 1}}})
	w.last(wire.Rejected, central.ReasonLease)
	w.Append("clerk", act.LeaseReturned, "lease/"+lease.ID, 0, act.Handback{Lease: lease.ID, Ranges: []number.Range{{From: lease.From + 1, To: lease.To}}})
	w.last(wire.Accepted, "")
	w.Append("clerk", act.NumberSpoiled, "number/"+lease.Text(lease.To), 0, act.NumberUse{Lease: lease.ID, Number: lease.To, Text: lease.Text(lease.To)})
	w.last(wire.Rejected, central.ReasonNumberUsed)
	next := w.leases(wire.LeaseRequest{Have: []string{lease.ID}, Ask: map[string]uint64{number.Certificates: 900}})
	for _, l := range next {
		if l.Kind == number.Certificates && (l.From != lease.To+1 || l.Size() != 900) {
			t.Errorf("after %d came back: %d to %d, want 900 after those", lease.To, l.From, l.To)
		}
	}
	if len(next) == 0 {
		t.Error("nothing new was leased")
	}
	if again := w.leases(wire.LeaseRequest{Ask: map[string]uint64{number.Certificates: 900}}); len(again) != len(next)+1 {
		t.Errorf("asking again gives %d blocks, want those that there are", len(again))
	}
}

// leases asks for the station's blocks.
func (w *witness) leases(r wire.LeaseRequest) []number.Lease {
	w.court.t.Helper()
	answer, err := w.court.Leases(context.Background(), w.Station, r)
	if err != nil {
		w.court.t.Fatal(err)
	}
	return answer.Leases
}
