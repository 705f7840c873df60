package office_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// terminal is a card terminal in memory. Its book is what it charged and did not
// take back.
type terminal struct {
	book    []int64 // by receipt; 0 what was taken back
	fails   error   // of Charge
	books   bool    // it books although it fails
	mute    bool    // Last fails
	keeps   bool    // Reverse fails
	leaving func()  // is called while it charges
}

func (m *terminal) Name() string { return "terminal" }

func (m *terminal) Charge(_ context.Context, amount fee.Money, shown func(string)) (act.Booking, error) {
	shown(office.CardPresent)
	if m.leaving != nil {
		m.leaving()
	}
	if m.fails == nil || m.books {
		m.book = append(m.book, amount.Minor)
	}
	if m.fails != nil {
		return act.Booking{}, m.fails
	}
	b, _, err := m.last()
	return b, err
}

func (m *terminal) Reverse(_ context.Context, b act.Booking) error {
	var n int
	_, _ = fmt.Sscanf(b.Receipt, "%d", &n)
	if m.keeps || n == 0 || n > len(m.book) || m.book[n-1] == 0 {
		return &office.Error{Op: "reverse", Code: "terminal.declined"}
	}
	m.book[n-1] = 0
	return nil
}

func (m *terminal) Last(context.Context) (act.Booking, fee.Money, error) {
	if m.mute {
		return act.Booking{}, fee.Money{}, &office.Error{Op: "ask", Code: "terminal.no_answer"}
	}
	return m.last()
}

func (m *terminal) last() (act.Booking, fee.Money, error) {
	for i := len(m.book) - 1; i >= 0; i-- {
		if m.book[i] != 0 {
			return act.Booking{Receipt: fmt.Sprintf("%04d", i+1), Terminal: "52500041", Card: "VISA 6027"}, fee.Money{Minor: m.book[i]}, nil
		}
	}
	return act.Booking{}, fee.Money{}, nil
}

func (m *terminal) holds() (sum int64) {
	for _, b := range m.book {
		sum += b
	}
	return sum
}

func (w *world) stands(t testing.TB, id string) (p petition.Petition) {
	t.Helper()
	if err := w.store.Read(t.Context(), func(r office.Reader) (err error) { p, err = r.Petition(id); return err }); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPaidByCard(t *testing.T) {
	w := newWorld(t)
	m := &terminal{}
	w.Terminal = m
	kiosk, p := dueAt(t, w)
	var steps []string
	paid, err := kiosk.PayByCard(t.Context(), p.ID, func(x office.Paying) { steps = append(steps, x.Card) })
	if err != nil || paid.Petition.Due().Minor != 0 || paid.Petition.Paid[0].Method != petition.ByTerminal || len(steps) != 1 {
		t.Fatalf("%+v, %q, %v", paid.Petition.Paid, steps, err)
	}
	found := false
	for _, l := range paid.Receipt.Lines {
		found = found || l.Value == "VISA 6027 · 0001"
	}
	if !found {
		t.Errorf("the receipt does not name the card: %+v", paid.Receipt.Lines)
	}
	w.pages.answer, w.pages.err = office.Failed, errors.New("no paper")
	if _, err := kiosk.Issue(t.Context(), p.ID, nil); err == nil {
		t.Fatal("it was printed")
	}
	p, err = kiosk.MoneyBack(t.Context(), p.ID, "printer")
	if err != nil || p.State != petition.Withdrawn || m.holds() != 0 || p.Machine.In+p.Machine.Owed != 0 {
		t.Errorf("%s, the terminal holds %d, %+v, %v", p.State, m.holds(), p.Machine, err)
	}
}

// The promise about cards: whatever the terminal does, and whoever walks away, what
// it holds is a fee, or owed, or on record as not known; and once it answers again
// nothing is unknown.
func TestCardsAreAccountedFor(t *testing.T) {
	w := newWorld(t)
	lost, declined := &office.Error{Op: "charge", Code: "terminal.unknown"}, &office.Error{Op: "charge", Code: "terminal.declined"}
	for i := range 4 * 2 * 2 * 2 {
		m := &terminal{fails: []error{nil, declined, lost, lost}[i%4], books: i%4 == 3, keeps: i/4%2 == 1}
		away, silent := i/8%2 == 1, i/16 == 1
		t.Run(fmt.Sprintf("charge fails %v, booked %t, takes nothing back %t, away %t, silent %t", m.fails, m.books, m.keeps, away, silent), func(t *testing.T) {
			kiosk, p := dueAt(t, w)
			w.Terminal = m
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			m.leaving = func() {
				m.mute = silent
				if away {
					leave()
				}
			}
			_, err := kiosk.PayByCard(ctx, p.ID, nil)
			now := w.stands(t, p.ID)
			accounted(t, now, m)
			if (now.Machine.Asked > 0) != (office.CodeOf(err) == "terminal.unknown") {
				t.Errorf("asked %d, and the error is %v", now.Machine.Asked, err)
			}
			if err == nil && (now.Due().Minor != 0 || away) {
				t.Errorf("due %s, and no error says so", now.Due())
			}
			m.mute, m.leaving = false, nil
			if _, err := kiosk.LeaveKiosk(t.Context(), p.ID); err != nil {
				t.Errorf("leave: %v", err)
			}
			now = w.stands(t, p.ID)
			accounted(t, now, m)
			if now.Machine.Asked != 0 {
				t.Errorf("still unknown: %+v", now.Machine)
			}
			if m.holds() > 0 && now.Ticket == "" {
				t.Errorf("the terminal holds %d, and nobody is told: %s, %+v", m.holds(), now.State, now.Machine)
			}
		})
	}
}

func accounted(t *testing.T, p petition.Petition, m *terminal) {
	t.Helper()
	fees := p.Fee.Minor - p.Due().Minor
	if p.Machine.In != 0 {
		t.Errorf("%d are in the terminal and belong to nobody", p.Machine.In)
	}
	if p.Machine.Asked == 0 && m.holds() != fees+p.Machine.Owed {
		t.Errorf("the terminal holds %d; fees %d, owed %d", m.holds(), fees, p.Machine.Owed)
	}
}

// A booking of the next citizen is not taken for the one that is not known.
func TestUnknownThenAnother(t *testing.T) {
	for _, booked := range []bool{true, false} {
		w := newWorld(t)
		m := &terminal{fails: &office.Error{Op: "charge", Code: "terminal.unknown"}, books: booked}
		m.leaving = func() { m.mute = true }
		w.Terminal = m
		kiosk, first := dueAt(t, w)
		if _, err := kiosk.PayByCard(t.Context(), first.ID, nil); office.CodeOf(err) != "terminal.unknown" {
			t.Fatal(err)
		}
		_, second := dueAt(t, w)
		m.fails, m.leaving = nil, nil
		if _, err := kiosk.PayByCard(t.Context(), second.ID, nil); err == nil {
			t.Fatal("a terminal that does not answer is told to book")
		}
		m.mute = false
		if _, err := kiosk.PayByCard(t.Context(), second.ID, nil); err != nil {
			t.Fatal(err)
		}
		one, two := w.stands(t, first.ID), w.stands(t, second.ID)
		if one.Machine.Asked != 0 || one.Due() != one.Fee || two.Due().Minor != 0 {
			t.Errorf("booked %t: the first %+v, due %s; the second due %s", booked, one.Machine, one.Due(), two.Due())
		}
		if _, err := kiosk.LeaveKiosk(t.Context(), first.ID); err != nil {
			t.Fatal(err)
		}
		if got := w.stands(t, second.ID); got.Due().Minor != 0 || m.holds() < got.Fee.Minor {
			t.Errorf("booked %t: the second's booking was taken for the first's: the terminal holds %d", booked, m.holds())
		}
	}
}

// A program that died over a payment, or a terminal that never told, leaves an
// officer's word.
func TestSettleCard(t *testing.T) {
	tests := []struct {
		name    string
		charged bool
		want    func(petition.Petition) bool
	}{
		{"charged", true, func(p petition.Petition) bool { return p.Due().Minor == 0 && p.Machine.Owed == 0 }},
		{"not charged", false, func(p petition.Petition) bool { return p.Due().Minor == p.Fee.Minor && p.Machine.Owed == 0 }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			m := &terminal{fails: &office.Error{Op: "charge", Code: "terminal.unknown"}}
			m.leaving = func() { m.mute = true }
			w.Terminal = m
			kiosk, p := dueAt(t, w)
			if _, err := kiosk.PayByCard(t.Context(), p.ID, nil); office.CodeOf(err) != "terminal.unknown" {
				t.Fatal(err)
			}
			if _, err := kiosk.LeaveKiosk(t.Context(), p.ID); err != nil {
				t.Fatal(err)
			}
			if now := w.stands(t, p.ID); now.Ticket != "terminal.unknown" || now.Machine.Asked != p.Fee.Minor {
				t.Fatalf("ticket %q, %+v", now.Ticket, now.Machine)
			}
			now, err := w.clerk.SettleCard(t.Context(), p.ID, test.charged, "the bank's list")
			if err != nil || now.Machine.Asked != 0 || now.Machine.In != 0 || !test.want(now) {
				t.Errorf("%+v, due %s, %v", now.Machine, now.Due(), err)
			}
			if _, err := w.clerk.SettleCard(t.Context(), p.ID, test.charged, ""); office.CodeOf(err) != "nothing_asked" {
				t.Errorf("settled twice: %v", err)
			}
		})
	}
}
