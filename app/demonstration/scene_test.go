package demonstration

import (
	"context"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/petition"
)

// opened is a prepared scene with its station open; both end with the test.
func opened(ctx context.Context, t *testing.T, people int) (*Scene, *station.Station) {
	t.Helper()
	s, err := Prepare(ctx, Options{Dir: filepath.Join(t.TempDir(), "demo"), People: people, Tell: telling(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	st, err := station.Open(ctx, station.Options{Dir: s.Station})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return s, st
}

// stand is the station's window as a kiosk, with the network cut.
type stand struct {
	*office.Session
	scene *Scene
	st    *station.Station
	card  office.Card
}

func kioskStand(ctx context.Context, t *testing.T) stand {
	t.Helper()
	s, st := opened(ctx, t, 300)
	s.Link.Refuse()
	return stand{Session: st.Office.Kiosk(), scene: s, st: st}
}

// submits lets a citizen insert the card and submit a petition.
func (k *stand) submits(ctx context.Context, t *testing.T) petition.Petition {
	t.Helper()
	must(t, k.scene.Devices(ctx, "insert"))
	var err error
	k.card, err = k.ReadCard(ctx, nil)
	must(t, err)
	visitor, err := k.Identify(ctx, k.card)
	must(t, err)
	d, err := k.Begin(ctx, "th.house-register-copy", visitor)
	must(t, err)
	must(t, k.Answer(ctx, d, "purpose", "school"))
	p, err := k.Submit(ctx, d)
	must(t, err)
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// telling writes what is told into the test's log.
func telling(t *testing.T) func(string, ...any) {
	return func(key string, args ...any) { t.Log(append([]any{key}, args...)...) }
}
