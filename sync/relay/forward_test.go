package relay_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"sala/sync/relay"
	"sala/sync/wire"
)

// kept is what a relay holds: pushes named by their signatures.
type kept struct {
	relay.Store
	pushes []wire.Push
}

func (k *kept) Kept(_ context.Context, after uint64, limit int) ([]wire.Push, uint64, error) {
	to := min(int(after)+min(limit, 3), len(k.pushes)) // in two pages
	return k.pushes[after:to], uint64(to), nil
}

func (k *kept) Acknowledged(context.Context, wire.Acknowledgement) error { return nil }

// upstream is central, which refuses some pushes.
type upstream struct {
	refuses map[string]string // the code, by signature
	brought []string
}

func (u *upstream) Forward(_ context.Context, p wire.Push) (wire.Acknowledgement, error) {
	if code := u.refuses[string(p.Signature)]; code != "" {
		return wire.Acknowledgement{}, &wire.Refusal{Code: code}
	}
	u.brought = append(u.brought, string(p.Signature))
	return wire.Acknowledgement{}, nil
}

// TestForward promises that what central refuses of one station stops no other,
// that what it refuses for now is brought again in its order, and once, and that
// what it refuses for good is not.
func TestForward(t *testing.T) {
	for code, want := range map[string][]string{
		wire.RefusedBusy:        {"b1", "b2", "a1", "a2", "b3"},
		wire.RefusedFault:       {"b1", "b2", "a1", "a2", "b3"},
		wire.RefusedCertificate: {"b1", "b2", "a1", "a2", "b3"},
		wire.RefusedFork:        {"b1", "b2", "b3"},
	} {
		store, central := &kept{}, &upstream{refuses: map[string]string{"a1": code}}
		for _, name := range []string{"a1", "b1", "a2", "b2"} {
			store.pushes = append(store.pushes, wire.Push{Station: name[:1], Signature: []byte(name), Entries: make([]wire.Sent, 1)})
		}
		r := relay.New(relay.Config{Store: store, Upstream: central})
		n, err := r.Forward(t.Context())
		if n != 2 || !errors.As(err, new(*wire.Refusal)) {
			t.Errorf("%s: at first %d are forwarded, %v", code, n, err)
		}
		clear(central.refuses)
		store.pushes = append(store.pushes, wire.Push{Station: "b", Signature: []byte("b3")})
		for range 2 {
			if _, err := r.Forward(t.Context()); err != nil {
				t.Errorf("%s: %v", code, err)
			}
		}
		if !slices.Equal(central.brought, want) {
			t.Errorf("%s: central got %q, want %q", code, central.brought, want)
		}
	}
}
