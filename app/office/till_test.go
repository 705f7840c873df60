package office_test

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

// till is a machine in memory: it is given pieces, and has so many coins of one
// baht for change.
type till struct {
	pieces []int64
	fails  error // after the pieces
	coins  int64 // minor units that it can give
	in     int64 // what it holds of what was put in
	out    int64
}

func (m *till) Name() string { return "till" }

func (m *till) Take(ctx context.Context, amount fee.Money, moved func(office.Piece) error) error {
	var sum int64
	for len(m.pieces) > 0 && sum < amount.Minor {
		p := m.pieces[0]
		m.pieces = m.pieces[1:]
		if err := moved(office.Piece{What: "note", Amount: fee.Money{Minor: p, Currency: amount.Currency}}); err != nil {
			return err // it came out of the escrow again
		}
		m.in += p
		sum += p
	}
	if sum >= amount.Minor {
		return nil
	}
	return errors.Join(m.fails, ctx.Err())
}

func (m *till) Give(_ context.Context, amount fee.Money, moved func(office.Piece) error) error {
	given := min(amount.Minor, m.coins)
	m.coins -= given
	m.out += given
	if given > 0 {
		if err := moved(office.Piece{What: "coins", Amount: fee.Money{Minor: -given, Currency: amount.Currency}}); err != nil {
			return err
		}
	}
	if given < amount.Minor {
		return errors.New("too few coins")
	}
	return nil
}

// dueAt is a petition of a kiosk that is approved and not paid.
func dueAt(t testing.TB, w *world) (*office.Session, petition.Petition) {
	t.Helper()
	kiosk := w.Kiosk()
	ctx := t.Context()
	v, err := kiosk.Identify(ctx, office.Card{NationalNumber: w.home.Residents[0].NationalNumber})
	if err != nil {
		t.Fatal(err)
	}
	d, err := kiosk.Begin(ctx, "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}
	if err := kiosk.Answer(ctx, d, "purpose", "school"); err != nil {
		t.Fatal(err)
	}
	p, err := kiosk.Submit(ctx, d)
	if err == nil {
		p, err = kiosk.ApproveByStandingOrder(ctx, p)
	}
	if err != nil {
		t.Fatal(err)
	}
	if p.Due().Minor <= 0 {
		t.Fatalf("the petition costs %s", p.Due())
	}
	return kiosk, p
}

// The promise about money: whatever is put in, however the machine fails, the
// petition accounts for every coin that the machine holds: as a fee, or as owed.
func TestMoneyIsAccountedFor(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(r *rapid.T) {
		kiosk, p := dueAt(t, w)
		m := &till{coins: int64(rapid.IntRange(0, 60).Draw(r, "coins")) * 100, pieces: rapid.SliceOfN(rapid.SampledFrom([]int64{100, 200, 500, 1000, 2000, 5000, 10000}), 0, 6).Draw(r, "pieces")}
		if rapid.Bool().Draw(r, "jams") {
			m.fails = errors.New("jammed")
		} else {
			m.fails = context.Canceled
		}
		w.Till = m
		paid, err := kiosk.PayAtTill(t.Context(), p.ID, nil)
		var now petition.Petition
		_ = w.store.Read(t.Context(), func(rd office.Reader) error { now, _ = rd.Petition(p.ID); return nil })
		fees := now.Fee.Minor - now.Due().Minor
		if now.Machine.In != 0 {
			r.Errorf("%d lie in the machine and belong to nobody", now.Machine.In)
		}
		if got := m.in - m.out; got != fees+now.Machine.Owed {
			r.Errorf("the machine holds %d; fees %d, owed %d", got, fees, now.Machine.Owed)
		}
		switch {
		case fees == 0 && err == nil:
			r.Error("nothing was paid, and no error says so")
		case fees != 0 && fees != now.Fee.Minor:
			r.Errorf("half a fee: %d", fees)
		case fees != 0 && err == nil && paid.Receipt.Number == "":
			r.Error("paid without a receipt")
		}
		if now.Machine.Owed > 0 {
			if office.CodeOf(err) != "till.owed" {
				r.Errorf("%d are owed, and the error is %v", now.Machine.Owed, err)
			}
			if back, err := w.clerk.Repay(t.Context(), p.ID); err != nil || back.Minor != now.Machine.Owed {
				r.Errorf("the desk repays %s, %v", back, err)
			}
			if _, err := w.clerk.Repay(t.Context(), p.ID); office.CodeOf(err) != "nothing_owed" {
				r.Errorf("repaid twice: %v", err)
			}
		}
	})
}

// Whoever waits for her change is told from the first of how much comes out, while it
// does.
func TestChangeIsToldAsItComes(t *testing.T) {
	w := newWorld(t)
	kiosk, p := dueAt(t, w)
	due := p.Due().Minor
	w.Till = &till{coins: 100000, pieces: []int64{due + 3000}}
	var told []office.Paying
	if _, err := kiosk.PayAtTill(t.Context(), p.ID, func(x office.Paying) { told = append(told, x) }); err != nil {
		t.Fatal(err)
	}
	if len(told) != 3 || told[0].Back || told[0].Out.Minor != 0 {
		t.Fatalf("she is told %+v", told)
	}
	for i, in := range []int64{3000, 0} {
		if x := told[i+1]; !x.Back || x.Out.Minor != 3000 || x.In.Minor != in {
			t.Errorf("with %d still in she is told %+v", in, x)
		}
	}
}

// A fee whose paper cannot be printed comes back, and the number is void.
func TestMoneyBack(t *testing.T) {
	w := newWorld(t)
	kiosk, p := dueAt(t, w)
	m := &till{pieces: []int64{10000}, coins: 100000}
	w.Till = m
	if _, err := kiosk.PayAtTill(t.Context(), p.ID, nil); err != nil {
		t.Fatal(err)
	}
	w.pages.answer, w.pages.err = office.Failed, errors.New("no paper")
	if _, err := kiosk.Issue(t.Context(), p.ID, nil); err == nil {
		t.Fatal("it was printed")
	}
	p, err := kiosk.MoneyBack(t.Context(), p.ID, "printer")
	if err != nil || p.State != petition.Withdrawn || m.in != m.out || p.Machine.In+p.Machine.Owed != 0 {
		t.Errorf("%s, machine in %d out %d, %+v, %v", p.State, m.in, m.out, p.Machine, err)
	}
	if p.Certificates[0].Outcome != "void" {
		t.Errorf("the certificate is %s", p.Certificates[0].Outcome)
	}
	if _, err := kiosk.MoneyBack(t.Context(), p.ID, "printer"); err == nil {
		t.Error("given back twice")
	}
}

// A fee that should come back and does not is on a ticket, though the petition has
// ended; once.
func TestTicketForMoneyThatDidNotComeBack(t *testing.T) {
	w := newWorld(t)
	kiosk, p := dueAt(t, w)
	w.Till = &till{pieces: []int64{p.Due().Minor}}
	if _, err := kiosk.PayAtTill(t.Context(), p.ID, nil); err != nil {
		t.Fatal(err)
	}
	p, err := kiosk.MoneyBack(t.Context(), p.ID, "printer")
	if office.CodeOf(err) != "till.owed" || p.State != petition.Withdrawn || p.Ticket != "" {
		t.Fatalf("%s, ticket %q, %v", p.State, p.Ticket, err)
	}
	if left, err := kiosk.RecoverAlone(t.Context()); left != 1 || err != nil {
		t.Errorf("without the machines it left %d, %v", left, err)
	}
	for i, want := range []int{1, 0} {
		if n, err := kiosk.Recover(t.Context()); n != want || err != nil {
			t.Errorf("time %d it saw to %d, %v", i+1, n, err)
		}
	}
	if p := w.stands(t, p.ID); p.Ticket != "kiosk.stopped" || p.Machine.Owed != p.Fee.Minor {
		t.Errorf("ticket %q, %+v", p.Ticket, p.Machine)
	}
}

// What a kiosk that died left open is seen to when it starts again.
func TestRecover(t *testing.T) {
	w := newWorld(t)
	kiosk, half := dueAt(t, w)
	err := w.store.Write(t.Context(), kiosk.Officer.ID, func(wr office.Writer) error {
		return wr.Append(act.MoneyMoved, "petition/"+half.ID, half.Version, act.Money{Petition: half.ID, Till: "till", What: "note", Amount: fee.Money{Minor: 1000, Currency: "THB"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, paid := dueAt(t, w)
	w.Till = &till{pieces: []int64{paid.Due().Minor}}
	if _, err := kiosk.PayAtTill(t.Context(), paid.ID, nil); err != nil {
		t.Fatal(err)
	}
	v, err := kiosk.Identify(t.Context(), office.Card{NationalNumber: w.home.Residents[0].NationalNumber})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := kiosk.Begin(t.Context(), "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := kiosk.RecoverAlone(t.Context()); left != 2 || err != nil {
		t.Errorf("without the machines it left %d, %v", left, err)
	}
	if n, err := kiosk.Recover(t.Context()); n != 2 || err != nil {
		t.Errorf("then it saw to %d, %v", n, err)
	}
	want := map[string]func(petition.Petition) bool{
		half.ID: func(p petition.Petition) bool {
			return p.Machine.Owed == 1000 && p.Machine.In == 0 && p.Ticket == "kiosk.stopped"
		},
		paid.ID:           func(p petition.Petition) bool { return p.Ticket == "kiosk.stopped" && p.Due().Minor == 0 },
		draft.Petition.ID: func(p petition.Petition) bool { return p.State == petition.Withdrawn },
	}
	_ = w.store.Read(t.Context(), func(r office.Reader) error {
		for id, holds := range want {
			if p, err := r.Petition(id); err != nil || !holds(p) {
				t.Errorf("%+v, %v", p, err)
			}
		}
		return nil
	})
	if n, err := kiosk.Recover(t.Context()); n != 0 || err != nil {
		t.Errorf("the second time it saw to %d, %v", n, err)
	}
	if left, err := kiosk.RecoverAlone(t.Context()); left != 0 || err != nil {
		t.Errorf("at the end %d are left, %v", left, err)
	}
}
