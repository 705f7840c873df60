package wire_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"github.com/klauspost/compress/zstd"

	"sala/forms/number"
	"sala/sync/wire"
)

func TestPushRestoresEntries(t *testing.T) {
	entries := chain("TH-5001-D01", 5, 1)
	codec := wire.NewCodec()
	sent, err := codec.Encode(wire.Pack(entries))
	if err != nil {
		t.Fatal(err)
	}
	var p wire.Push
	if err := codec.Decode(sent, &p); err != nil {
		t.Fatal(err)
	}
	got, hashes, err := p.Unpack(public())
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		if hashes[i] != entries[i].Hash() || !bytes.Equal(got[i].Payload, entries[i].Payload) || got[i].PayloadHash != entries[i].PayloadHash {
			t.Fatalf("entry %d came back as another", entries[i].Seq)
		}
	}
}

func TestPushKeepsPurgedEntries(t *testing.T) {
	entries := chain("TH-5001-K01", 2, 2)
	entries[3].Payload = nil
	got, hashes, err := wire.Pack(entries).Unpack(public())
	if err != nil {
		t.Fatal(err)
	}
	if got[3].Payload != nil || hashes[3] != entries[3].Hash() {
		t.Error("a purged entry must keep its hash and have no payload")
	}
}

// TestPushRefusesChanges promises that no part of a push can be changed, left
// out or put in another order.
func TestPushRefusesChanges(t *testing.T) {
	for name, change := range map[string]func(*wire.Push){
		"payload":   func(p *wire.Push) { p.Entries[2].Payload = append(bytes.Clone(p.Entries[2].Payload), 0) },
		"officer":   func(p *wire.Push) { p.Entries[1].Officer = "officer-66" },
		"kind":      func(p *wire.Push) { p.Entries[1].Kind = "petition.approved" },
		"subject":   func(p *wire.Push) { p.Entries[1].Subject = "petition/other" },
		"base":      func(p *wire.Push) { p.Entries[1].Base++ },
		"time":      func(p *wire.Push) { p.Entries[1].Time++ },
		"order":     func(p *wire.Push) { p.Entries[1], p.Entries[2] = p.Entries[2], p.Entries[1] },
		"left out":  func(p *wire.Push) { p.Entries = append(p.Entries[:1:1], p.Entries[2:]...) },
		"station":   func(p *wire.Push) { p.Station = "TH-5001-D02" },
		"number":    func(p *wire.Push) { p.After++ },
		"previous":  func(p *wire.Push) { p.Prev[0] ^= 1 },
		"signature": func(p *wire.Push) { p.Signature = make([]byte, 64) },
		"purged":    func(p *wire.Push) { p.Entries[1].Payload, p.Entries[1].Purged = nil, make([]byte, 32) },
		"empty":     func(p *wire.Push) { p.Entries = nil },
	} {
		t.Run(name, func(t *testing.T) {
			p := wire.Pack(chain("TH-5001-D01", 2, 3))
			change(&p)
			if _, _, err := p.Unpack(public()); err == nil {
				t.Error("the push was taken")
			}
		})
	}
}

func TestSignatures(t *testing.T) {
	a := wire.Acknowledgement{Station: "TH-5001-D01", Through: 9, Verdicts: []wire.Verdict{{Seq: 9, Outcome: wire.Accepted}}}.Signed(key())
	if err := a.Verify(public()); err != nil {
		t.Error(err)
	}
	a.Verdicts[0].Outcome = wire.Rejected
	if err := a.Verify(public()); !errors.Is(err, wire.ErrSignature) {
		t.Errorf("a changed acknowledgement: %v", err)
	}
	p := wire.Page{Office: "TH-5001", Cursor: 4, Changes: []wire.Change{{Position: 4, Body: []byte{1}}}}.Signed(key())
	if err := p.Verify(public()); err != nil {
		t.Error(err)
	}
	p.Changes[0].Body = []byte{2}
	if err := p.Verify(public()); !errors.Is(err, wire.ErrSignature) {
		t.Errorf("a changed page: %v", err)
	}
	l := wire.SignLease(number.Lease{ID: "L1", From: 1, To: 100}, key())
	if err := wire.VerifyLease(l, public()); err != nil {
		t.Error(err)
	}
	l.To = 1000
	if err := wire.VerifyLease(l, public()); !errors.Is(err, wire.ErrSignature) {
		t.Errorf("a changed lease: %v", err)
	}
}

// TestHandOver promises that nobody but the pool's key hands a spare block on,
// and that nothing of it can be changed afterwards.
func TestHandOver(t *testing.T) {
	pool := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	spare := wire.SignLease(number.Lease{ID: "L1", Station: "R01", From: 1, To: 100, Pool: pool.Public().(ed25519.PublicKey)}, key())
	handed := wire.HandOn(spare, "D02", 5, pool)
	if err := wire.VerifyHandOver(handed, public()); err != nil {
		t.Error(err)
	}
	if spare.Handed != nil {
		t.Error("the spare block was changed")
	}
	for name, l := range map[string]number.Lease{
		"no hand-over":       spare,
		"another's key":      wire.HandOn(spare, "D02", 5, key()),
		"not of a pool":      wire.HandOn(wire.SignLease(number.Lease{ID: "L1", From: 1, To: 100}, key()), "D02", 5, pool),
		"not of central":     wire.HandOn(wire.SignLease(spare, pool), "D02", 5, pool),
		"another station":    func() number.Lease { l := handed; h := *l.Handed; h.Station, l.Handed = "D03", &h; return l }(),
		"another moment":     func() number.Lease { l := handed; h := *l.Handed; h.At, l.Handed = 6, &h; return l }(),
		"more numbers":       func() number.Lease { l := handed; l.To = 200; return l }(),
		"a key of one's own": func() number.Lease { l := spare; l.Pool = public(); return wire.HandOn(l, "D02", 5, key()) }(),
	} {
		if err := wire.VerifyHandOver(l, public()); !errors.Is(err, wire.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDecodeRefusesBombs(t *testing.T) {
	zip, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	bomb := zip.EncodeAll(make([]byte, wire.MaxMessage+1<<20), nil)
	var p wire.Push
	if err := wire.NewCodec().Decode(bomb, &p); !errors.Is(err, wire.ErrTooLarge) {
		t.Errorf("%d bytes that unfold to more than the limit: %v", len(bomb), err)
	}
	if err := wire.NewCodec().Read(bytes.NewReader(make([]byte, wire.MaxBody+10)), &p); !errors.Is(err, wire.ErrTooLarge) {
		t.Errorf("a body beyond the limit: %v", err)
	}
	nested := append(bytes.Repeat([]byte{0x81}, 1000), 0)
	if err := wire.NewCodec().Decode(zip.EncodeAll(nested, nil), &p); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("a thousand arrays in one another: %v", err)
	}
}

func FuzzPush(f *testing.F) {
	codec := wire.NewCodec()
	for seed := range uint64(4) {
		b, err := codec.Plain(wire.Pack(chain("TH-5001-D01", 2, seed)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p wire.Push
		if codec.Unplain(b, &p) != nil {
			return
		}
		entries, _, err := p.Unpack(public())
		if err == nil {
			for i := range entries[1:] {
				if entries[i+1].Prev != entries[i].Hash() {
					t.Fatal("a broken chain was taken")
				}
			}
		}
	})
}
