package station_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/app/store/keys"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/supervisor"
	"sala/forms/act"
)

// The reading of a card that never answers ends as soon as the officer stops it,
// not when the reader gives it up, and the reader reads the next card.
func TestAReadingIsStopped(t *testing.T) {
	ctx := t.Context()
	reader := sim.NewReader(sim.ReaderOptions{})
	plug, err := sim.Plug(reader, filepath.Join(t.TempDir(), "reader"))
	must(t, err)
	defer plug.Close()
	dir := t.TempDir()
	st, err := station.Init(ctx, dir, station.Founding{
		Config: station.Config{Profile: office.Profile{Office: invented.ThaiOffice, Station: "TH-5014-D01", Country: "TH"}, Pack: "th",
			Devices: []supervisor.Device{{Name: "reader", Kind: supervisor.CardReader, Port: port.Config{Name: plug.Path()}}}},
		Officer:  act.Officer{ID: "malee", Names: map[string]string{"th": "มาลี"}, Roles: []string{"clerk"}},
		Password: testPassword, Machine: true, Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1},
	})
	must(t, err)
	must(t, st.Close())
	st, err = station.Open(ctx, station.Options{Dir: dir})
	must(t, err)
	defer st.Close()
	s, err := st.Office.SignIn(ctx, "malee", testPassword)
	must(t, err)
	put := func(c sim.Card) {
		reader.Insert(c)
		_, err := st.Devices.Await(ctx, "reader", func(r supervisor.Report) bool { return r.State == supervisor.Ready && r.Card })
		must(t, err)
	}
	asked := make(chan struct{})
	put(&neverAnswers{asked: asked})
	reading, stop := context.WithCancel(ctx)
	go func() {
		<-asked // the card has the first question, and says nothing
		stop()
	}()
	began := time.Now()
	_, err = s.ReadCard(reading, nil)
	if code := office.CodeOf(err); code != "cancelled" {
		t.Fatalf("the reading that was stopped ends with %q: %v", code, err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the reading ended %v after it began: nobody stopped it", took)
	}
	reader.Remove()
	put(sim.NewThaiCard(sim.Invented()))
	card, err := s.ReadCard(ctx, nil)
	if err != nil || card.NationalNumber != sim.Invented().Number {
		t.Errorf("the next card is %+v, %v", card, err)
	}
}

// neverAnswers is a card that wakes up, says that it was asked, and nothing else.
type neverAnswers struct {
	sim.MuteCard
	asked chan struct{}
	told  bool
}

func (c *neverAnswers) Transfer(p []byte) []byte {
	if !c.told {
		c.told = true
		close(c.asked)
	}
	return c.MuteCard.Transfer(p)
}
