package number_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/forms/number"
)

var now = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

func lease(id string, from, to uint64) number.Lease {
	return number.Lease{ID: id, Kind: number.Certificates, Office: "TH-5001", Year: 2569, From: from, To: to, Format: "%[1]s-%[2]d-%06[3]d"}
}

func ledger(t *testing.T, leases ...number.Lease) *number.Ledger {
	t.Helper()
	g, err := number.NewLedger(leases...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestNumbersAreGivenInOrder(t *testing.T) {
	old := lease("old", 901, 902)
	old.Expires = now.Add(time.Hour).Unix()
	gone := lease("gone", 1, 100)
	gone.Expires = now.Unix()
	receipts := lease("r", 5, 5)
	receipts.Kind = number.Receipts
	g := ledger(t, lease("a", 1001, 1002), old, gone, receipts)
	for _, want := range []string{"TH-5001-2569-000901", "TH-5001-2569-000902", "TH-5001-2569-001001", "TH-5001-2569-001002"} {
		l, n, err := g.Next(number.Certificates, now)
		if err != nil || l.Text(n) != want {
			t.Fatalf("%s %v, want %s", l.Text(n), err, want)
		}
		if err := g.Enter(l.ID, n, number.Used); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := g.Next(number.Certificates, now); !errors.Is(err, number.ErrNone) {
		t.Errorf("out of numbers: %v", err)
	}
	if g.Left(number.Receipts, now) != 1 || g.Left(number.Certificates, now) != 0 {
		t.Error("what is left is wrong")
	}
}

func TestANumberIsTakenOnce(t *testing.T) {
	for name, c := range map[string]struct {
		first, second number.Fate
		ok            bool
	}{
		"used twice":       {number.Used, number.Used, false},
		"used and spoiled": {number.Used, number.Spoiled, true},
		"spoiled and used": {number.Spoiled, number.Used, false},
		"spoiled twice":    {number.Spoiled, number.Spoiled, false},
		"returned, used":   {number.Returned, number.Used, false},
		"used, returned":   {number.Used, number.Returned, false},
	} {
		g := ledger(t, lease("a", 1, 3))
		if err := g.Enter("a", 2, c.first); err != nil {
			t.Fatal(err)
		}
		if err := g.Enter("a", 2, c.second); (err == nil) != c.ok || err != nil && !errors.Is(err, number.ErrTaken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g := ledger(t, lease("a", 1, 3))
	for _, bad := range []struct {
		lease string
		n     uint64
	}{{"a", 0}, {"a", 4}, {"b", 1}} {
		if err := g.Enter(bad.lease, bad.n, number.Used); !errors.Is(err, number.ErrUnknown) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if err := g.Enter("a", 1, number.Free); !errors.Is(err, number.ErrLease) {
		t.Errorf("freed: %v", err)
	}
}

func TestLeasesAreChecked(t *testing.T) {
	for name, change := range map[string]func(*number.Lease){
		"no number":              func(l *number.Lease) { l.From, l.To = 5, 4 },
		"from zero":              func(l *number.Lease) { l.From = 0 },
		"too many":               func(l *number.Lease) { l.To = 1 << 40 },
		"no ID":                  func(l *number.Lease) { l.ID = "" },
		"format without number":  func(l *number.Lease) { l.Format = "%[1]s-%[2]d" },
		"format that is no Go's": func(l *number.Lease) { l.Format = "%[4]d %[3]d" },
	} {
		l := lease("a", 1, 3)
		change(&l)
		if _, err := number.NewLedger(l); !errors.Is(err, number.ErrLease) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g := ledger(t, lease("a", 1, 10))
	if err := g.Add(lease("b", 10, 20)); !errors.Is(err, number.ErrOverlap) {
		t.Errorf("overlap: %v", err)
	}
	if err := g.Add(lease("a", 1, 10)); err != nil {
		t.Errorf("the same lease again: %v", err)
	}
	if err := g.Add(lease("a", 1, 11)); !errors.Is(err, number.ErrLease) {
		t.Errorf("the same lease, other numbers: %v", err)
	}
	other := lease("y", 1, 10)
	other.Year++
	if err := g.Add(other); err != nil {
		t.Errorf("another year: %v", err)
	}
}

func TestGapsAndReturns(t *testing.T) {
	g := ledger(t, lease("a", 1, 10))
	for n, f := range map[uint64]number.Fate{1: number.Used, 4: number.Used, 5: number.Spoiled} {
		if err := g.Enter("a", n, f); err != nil {
			t.Fatal(err)
		}
	}
	b := g.Balances()[0]
	if b.Used != 2 || b.Spoiled != 1 || b.Free != 7 || len(b.Gaps) != 1 || b.Gaps[0] != (number.Range{From: 2, To: 3}) {
		t.Errorf("%+v", b)
	}
	back, err := g.Return("a")
	if err != nil || len(back) != 2 || back[0] != (number.Range{From: 2, To: 3}) || back[1] != (number.Range{From: 6, To: 10}) {
		t.Errorf("returned %v %v", back, err)
	}
	b = g.Balances()[0]
	if b.Free != 0 || b.Returned != 7 || len(b.Gaps) != 0 {
		t.Errorf("%+v", b)
	}
	if got := g.Ranges("a", number.Used); len(got) != 2 || got[0] != (number.Range{From: 1, To: 1}) {
		t.Errorf("used %v", got)
	}
}

func TestSupply(t *testing.T) {
	g := ledger(t, lease("a", 1, 100))
	if s := g.Supply(number.Certificates, 20, now); s.Low || s.None || s.Left != 100 {
		t.Errorf("%+v", s)
	}
	for n := uint64(1); n <= 41; n++ {
		if err := g.Enter("a", n, number.Used); err != nil {
			t.Fatal(err)
		}
	}
	if s := g.Supply(number.Certificates, 0, now); !s.Low || s.Ask != 140-59 {
		t.Errorf("%+v", s)
	}
	if s := g.Supply(number.Receipts, 5, now); !s.None || s.Ask != 35 {
		t.Errorf("%+v", s)
	}
	for left, scarce := range map[uint64]bool{0: true, 9: true, 10: false, 29: false, 30: false, 300: false} {
		if s := number.Judge(left, 10); s.Scarce() != scarce {
			t.Errorf("%d left at 10 a day are scarce: %v", left, s.Scarce())
		}
	}
}

// A sheet in the printer is nobody's until it is known what came out.
func TestHeldSheets(t *testing.T) {
	packet, err := number.NewPacket("ก1%A000101", "ก1%A000110")
	if err != nil {
		t.Fatal(err)
	}
	l := packet.Lease("TH-5001", "TH-5001-D01")
	g := ledger(t, l)
	if l.Text(101) != "ก1%A000101" || l.Size() != 10 {
		t.Fatalf("%s, %d sheets", l.Text(101), l.Size())
	}
	enter := func(n uint64, f number.Fate) {
		t.Helper()
		if err := g.Enter(l.ID, n, f); err != nil {
			t.Error(err)
		}
	}
	enter(101, number.Held)
	enter(102, number.Held)
	if _, n, err := g.Next(number.Sheets, now); err != nil || n != 103 {
		t.Errorf("the next sheet is %d (%v), want 103", n, err)
	}
	enter(101, number.Used)
	enter(102, number.Free)
	if _, n, err := g.Next(number.Sheets, now); err != nil || n != 102 {
		t.Errorf("the next sheet is %d (%v), want 102 again", n, err)
	}
	enter(103, number.Spoiled)
	if b := g.Balances()[0]; b.Sound() || b.Held != 0 || b.Used != 1 || len(b.Gaps) != 1 {
		t.Errorf("%+v: want a gap at 102", b)
	}
	enter(102, number.Spoiled)
	if b := g.Balances()[0]; !b.Sound() {
		t.Errorf("%+v is not sound", b)
	}
	for _, f := range []number.Fate{number.Held, number.Free, number.Used} {
		if err := g.Enter(l.ID, 101, f); !errors.Is(err, number.ErrTaken) {
			t.Errorf("a used sheet became %s: %v", f, err)
		}
	}
}

// A spare block is kept for others: it gives no number here, and once it was
// handed on the ledger says so of every number.
func TestSpareBlocks(t *testing.T) {
	spare := lease("pool", 101, 110)
	spare.Pool = []byte{1}
	g := ledger(t, spare)
	if l, n, err := g.Next(number.Certificates, now); !errors.Is(err, number.ErrNone) || g.Left(number.Certificates, now) != 0 {
		t.Errorf("a spare block gave %d of %s, %v", n, l.ID, err)
	}
	if b := g.Balances()[0]; b.Free != 10 || !b.Sound() {
		t.Errorf("%+v", b)
	}
	spare.Handed = &number.HandOver{Station: "TH-5001-D02"}
	if err := g.HandOn(spare); err != nil {
		t.Fatal(err)
	}
	if b := g.Balances()[0]; b.Handed != 10 || b.Free != 0 || !b.Sound() || b.Lease.Handed.Station != "TH-5001-D02" {
		t.Errorf("%+v", b)
	}
	if err := g.HandOn(spare); !errors.Is(err, number.ErrTaken) {
		t.Errorf("handed on twice: %v", err)
	}
	if err := g.Enter("pool", 101, number.Used); !errors.Is(err, number.ErrTaken) {
		t.Errorf("used after it was handed on: %v", err)
	}
	if g := ledger(t, spare); g.Left(number.Certificates, now) != 10 {
		t.Errorf("whoever received it has %d", g.Left(number.Certificates, now))
	}
	if err := ledger(t, lease("own", 1, 5)).HandOn(lease("own", 1, 5)); !errors.Is(err, number.ErrTaken) {
		t.Errorf("a block for own use was handed on: %v", err)
	}
}

func TestPackets(t *testing.T) {
	for _, c := range [][2]string{{"", ""}, {"AB", "AC"}, {"AB12", "AC13"}, {"AB0012", "AB013"}, {"AB12", "AB11"}, {"AB0", "AB9"}, {"A1234567890123456", "A1234567890123457"}, {"1", "100001x"}, {"A0000001", "A9999999"}} {
		if p, err := number.NewPacket(c[0], c[1]); !errors.Is(err, number.ErrPacket) {
			t.Errorf("%q to %q gives %+v, %v", c[0], c[1], p, err)
		}
	}
	// Packets of two series may have the same digits, those of one may not.
	one, other := must(number.NewPacket("AA001", "AA050")), must(number.NewPacket("AB001", "AB050"))
	g := ledger(t, one.Lease("o", "s"), other.Lease("o", "s"))
	if err := g.Add(must(number.NewPacket("AB050", "AB060")).Lease("o", "s")); !errors.Is(err, number.ErrOverlap) {
		t.Errorf("a packet that has a sheet of another: %v", err)
	}
}

// Whatever happens, the ledger adds up, and no number is given twice.
func TestTheLedgerAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, err := number.NewLedger(lease("a", 1, 20), lease("b", 21, 30), lease("c", 100, 105))
		if err != nil {
			t.Fatal(err)
		}
		given := map[uint64]bool{}
		t.Repeat(map[string]func(*rapid.T){
			"issue": func(t *rapid.T) {
				l, n, err := g.Next(number.Certificates, now)
				if err != nil {
					t.Skip()
				}
				if given[n] {
					t.Fatalf("%d was given before", n)
				}
				given[n] = true
				if err := g.Enter(l.ID, n, rapid.SampledFrom([]number.Fate{number.Used, number.Spoiled}).Draw(t, "fate")); err != nil {
					t.Fatal(err)
				}
			},
			"hold": func(t *rapid.T) {
				l, n, err := g.Next(number.Certificates, now)
				if err != nil {
					t.Skip()
				}
				if given[n] || g.Enter(l.ID, n, number.Held) != nil {
					t.Fatalf("%d cannot be held", n)
				}
				fate := rapid.SampledFrom([]number.Fate{number.Used, number.Spoiled, number.Free}).Draw(t, "fate")
				if err := g.Enter(l.ID, n, fate); err != nil {
					t.Fatal(err)
				}
				given[n] = fate != number.Free
			},
			"any": func(t *rapid.T) {
				id, n := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "lease"), rapid.Uint64Range(0, 110).Draw(t, "n")
				if g.Enter(id, n, rapid.SampledFrom([]number.Fate{number.Used, number.Spoiled, number.Returned}).Draw(t, "fate")) == nil {
					given[n] = true
				}
			},
			"return": func(t *rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "seldom") == 0 {
					for _, r := range must(g.Return(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "lease"))) {
						for n := r.From; n <= r.To; n++ {
							given[n] = true
						}
					}
				}
			},
			"": func(t *rapid.T) {
				for _, b := range g.Balances() {
					if b.Held+b.Used+b.Spoiled+b.Returned+b.Free != b.Size {
						t.Fatalf("%+v does not add up", b)
					}
				}
			},
		})
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
