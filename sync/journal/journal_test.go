package journal_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/sync/journal"
)

var update = flag.Bool("update", false, "write the test vectors anew")

// vector is one published entry: whoever can make the same hash and signature
// of the same values has understood the format.
type vector struct {
	Comment     string `json:"comment"`
	Station     string `json:"station"`
	Seq         uint64 `json:"seq"`
	Prev        string `json:"prev"`
	Time        uint64 `json:"time"`
	Officer     string `json:"officer"`
	Kind        string `json:"kind"`
	Subject     string `json:"subject"`
	Base        uint64 `json:"base"`
	Payload     string `json:"payload"`
	PayloadHash string `json:"payload_hash"`
	Header      string `json:"header"`
	Hash        string `json:"hash"`
	Signature   string `json:"signature"`
	Encoded     string `json:"encoded"`
}

type vectors struct {
	Format  string   `json:"format"`
	Seed    string   `json:"ed25519_seed"`
	Public  string   `json:"ed25519_public"`
	Entries []vector `json:"entries"`
}

func key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte("sala test vectors, not a secret!"))
}

// chain returns n chained entries.
func chain(n int) []journal.Entry {
	var out []journal.Entry
	var at journal.Head
	for i := range n {
		e := journal.Entry{Station: "TH-5014-D01", Seq: at.Seq + 1, Prev: at.Hash, Time: journal.Time(uint64(1795000000000+i)<<16 | uint64(i)),
			Officer: "มาลี", Kind: "petition.answered", Subject: "petition/0193", Base: uint64(i), Payload: []byte{0xa1, 0x01, byte(i % 24)}}
		e.Sign(key())
		at, _ = at.Follow(&e)
		out = append(out, e)
	}
	return out
}

func TestVectors(t *testing.T) {
	path := filepath.Join("testdata", "vectors.json")
	comments := []string{"the first entry: prev is 32 zero bytes", "an entry with a payload", "an entry whose payload was purged: null in the file, its hash in the header"}
	es := chain(3)
	es[2].Payload = nil
	want := vectors{Format: "sala/journal/1", Seed: hex.EncodeToString(key().Seed()), Public: hex.EncodeToString(key().Public().(ed25519.PublicKey))}
	for i := range es {
		e := &es[i]
		want.Entries = append(want.Entries, vector{comments[i], e.Station, e.Seq, hex.EncodeToString(e.Prev[:]), uint64(e.Time), e.Officer, e.Kind, e.Subject, e.Base,
			hex.EncodeToString(e.Payload), hex.EncodeToString(e.PayloadHash[:]), hex.EncodeToString(e.Header()), e.Hash().String(), hex.EncodeToString(e.Signature), hex.EncodeToString(e.Encode())})
	}
	b, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.TrimSpace(got), b) {
		t.Error("the format is not that of the published vectors")
	}
}

// each walks a slice as a journal does.
func each(es []journal.Entry) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for _, e := range es {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestFileRoundTrip(t *testing.T) {
	es := chain(20)
	es[4].Payload = nil
	var b bytes.Buffer
	head, err := journal.Write(&b, each(es))
	if err != nil {
		t.Fatal(err)
	}
	got, err := journal.Verify(key().Public().(ed25519.PublicKey), journal.Head{}, journal.Read(bytes.NewReader(b.Bytes())))
	if err != nil || got != head || head.Seq != 20 {
		t.Errorf("verified to %v, written to %v: %v", got, head, err)
	}
	if _, err := journal.Verify(key().Public().(ed25519.PublicKey), journal.Head{}, journal.Read(bytes.NewReader(b.Bytes()[:b.Len()-7]))); !errors.Is(err, journal.ErrFormat) {
		t.Errorf("a file that was cut: %v", err)
	}
	for range journal.Read(bytes.NewReader([]byte("no journal"))) {
		return
	}
	t.Error("what is no journal reads as an empty one")
}

// TestTamperingShows changes one thing in one entry of a chain.
func TestTamperingShows(t *testing.T) {
	public := key().Public().(ed25519.PublicKey)
	for _, test := range []struct {
		name   string
		change func(es []journal.Entry) []journal.Entry
		want   error
	}{
		{"officer", func(es []journal.Entry) []journal.Entry { es[3].Officer = "x"; return es }, journal.ErrSignature},
		{"subject", func(es []journal.Entry) []journal.Entry { es[3].Subject = "x"; return es }, journal.ErrSignature},
		{"base", func(es []journal.Entry) []journal.Entry { es[3].Base++; return es }, journal.ErrSignature},
		{"time", func(es []journal.Entry) []journal.Entry { es[3].Time++; return es }, journal.ErrSignature},
		{"payload", func(es []journal.Entry) []journal.Entry { es[3].Payload = []byte{0xa0}; return es }, journal.ErrPayload},
		{"signature", func(es []journal.Entry) []journal.Entry {
			es[3].Signature = slices.Clone(es[3].Signature)
			es[3].Signature[9] ^= 1
			return es
		}, journal.ErrSignature},
		{"an entry left out", func(es []journal.Entry) []journal.Entry { return slices.Delete(es, 3, 4) }, journal.ErrChain},
		{"two entries exchanged", func(es []journal.Entry) []journal.Entry { es[3], es[4] = es[4], es[3]; return es }, journal.ErrChain},
		{"an entry twice", func(es []journal.Entry) []journal.Entry { return slices.Insert(es, 4, es[3]) }, journal.ErrChain},
		{"another station's", func(es []journal.Entry) []journal.Entry { es[3].Station = "x"; return es }, journal.ErrSignature},
	} {
		t.Run(test.name, func(t *testing.T) {
			head, err := journal.Verify(public, journal.Head{}, each(test.change(chain(8))))
			if !errors.Is(err, test.want) || head.Seq < 3 || head.Seq > 4 {
				t.Errorf("verified through %d: %v, want %v", head.Seq, err, test.want)
			}
		})
	}
	if head, err := journal.Verify(public, journal.Head{}, each(chain(8))); err != nil || head.Seq != 8 {
		t.Errorf("a good chain: %v, %v", head, err)
	}
}

func TestPurgedPayloadStillVerifies(t *testing.T) {
	es := chain(4)
	for i := range es {
		es[i].Payload = nil
	}
	if _, err := journal.Verify(key().Public().(ed25519.PublicKey), journal.Head{}, each(es)); err != nil {
		t.Error(err)
	}
}

// TestClockNeverGoesBack: whatever the wall clock does.
func TestClockNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var now time.Time
		last := journal.Time(rapid.Uint64Range(0, 1<<63).Draw(t, "last"))
		c := journal.NewClock(func() time.Time { return now }, last)
		for range 50 {
			now = time.UnixMilli(rapid.Int64Range(-1<<40, 1<<44).Draw(t, "now"))
			next := c.Next()
			if next <= last {
				t.Fatalf("%d after %d", next, last)
			}
			last = next
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, e := range chain(2) {
		f.Add(e.Encode())
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := journal.Decode(b)
		if err != nil {
			return
		}
		again, err := journal.Decode(e.Encode())
		if err != nil || again.Hash() != e.Hash() || !bytes.Equal(again.Signature, e.Signature) {
			t.Errorf("%x does not come back: %v", b, err)
		}
	})
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if _, err := journal.Write(&b, each(chain(3))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for range journal.Read(bytes.NewReader(b)) {
			if n++; n > len(b)+1 {
				t.Fatal("more entries than bytes")
			}
		}
	})
}
