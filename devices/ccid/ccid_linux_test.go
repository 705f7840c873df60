package ccid_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"sala/devices/apdu"
	"sala/devices/ccid"
	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
)

// quick is the patience of a test with a simulator that answers at once.
func quick() ccid.Options {
	return ccid.Options{Answer: time.Second, Total: 10 * time.Second, Poll: 10 * time.Millisecond, Retries: 3}
}

// connect joins a driver and a simulated reader by a line in memory.
func connect(t *testing.T, r *sim.Reader, through func(port.Line) port.Line) *ccid.Reader {
	t.Helper()
	host, device := porttest.Pair(1 << 12)
	go func() { _ = r.Serve(device) }()
	t.Cleanup(func() { _ = host.Close() })
	line := host
	if through != nil {
		line = through(host)
	}
	rd, err := ccid.Open(context.Background(), line, quick())
	if err != nil {
		t.Fatal(err)
	}
	return rd
}

var (
	selectPersonal = []byte{0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x00, 0x54, 0x48, 0x00, 0x01}
	readNumber     = []byte{0x80, 0xB0, 0x00, 0x04, 0x02, 0x00, 0x0D}
	readLongest    = []byte{0x80, 0xB0, 0x00, 0x04, 0x02, 0x01, 0x00}
)

// number powers the card and reads the holder's number.
func number(r *ccid.Reader) (string, error) {
	ctx := context.Background()
	if _, err := r.PowerOn(ctx); err != nil {
		return "", err
	}
	if _, err := r.Transmit(ctx, selectPersonal); err != nil {
		return "", err
	}
	p, err := r.Transmit(ctx, readNumber)
	if err != nil {
		return "", err
	}
	data, sw, err := apdu.Split(p)
	if sw != apdu.OK {
		err = errors.Join(err, errors.New("status"))
	}
	return string(data), err
}

const someNumber = "1101700230708"

func TestReadsEveryKindOfReaderAndCard(t *testing.T) {
	h := sim.Invented()
	for name, tt := range map[string]struct {
		reader sim.ReaderOptions
		card   sim.Card
	}{
		"echo, T=0":                {sim.ReaderOptions{}, sim.NewThaiCard(h)},
		"no echo, T=0":             {sim.ReaderOptions{NoEcho: true}, sim.NewThaiCard(h)},
		"T=1":                      {sim.ReaderOptions{}, sim.NewT1Card(h, sim.T1Options{})},
		"T=1, chained command":     {sim.ReaderOptions{}, sim.NewT1Card(h, sim.T1Options{IFSC: 5})},
		"T=1, chained answer":      {sim.ReaderOptions{}, sim.NewT1Card(h, sim.T1Options{Chunk: 4})},
		"T=1, asks for time":       {sim.ReaderOptions{}, sim.NewT1Card(h, sim.T1Options{WTX: 5})},
		"T=1, chained both, noisy": {sim.ReaderOptions{}, sim.NewT1Card(h, sim.T1Options{IFSC: 6, Chunk: 5, Spoil: func(n int) bool { return n > 1 && n%5 == 0 }})},
	} {
		t.Run(name, func(t *testing.T) {
			r := sim.NewReader(tt.reader)
			r.Insert(tt.card)
			rd := connect(t, r, nil)
			if got, err := number(rd); got != someNumber || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestT1AnswerLongerThanABlock(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewT1Card(sim.Invented(), sim.T1Options{}))
	rd := connect(t, r, nil)
	if _, err := number(rd); err != nil {
		t.Fatal(err)
	}
	p, err := rd.Transmit(context.Background(), readLongest)
	if err != nil || len(p) != 258 || !bytes.HasPrefix(p, []byte(someNumber)) {
		t.Errorf("%d bytes, %v", len(p), err)
	}
}

func TestT1ResyncsWhenTheCardLosesItsWay(t *testing.T) {
	bad := 0
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewT1Card(sim.Invented(), sim.T1Options{Spoil: func(int) bool {
		if bad > 0 {
			bad--
			return true
		}
		return false
	}}))
	rd := connect(t, r, nil)
	if _, err := number(rd); err != nil {
		t.Fatal(err)
	}
	bad = 5 // more than the retries of one exchange
	p, err := rd.Transmit(context.Background(), readNumber)
	if err != nil || !bytes.HasPrefix(p, []byte(someNumber)) {
		t.Errorf("%q, %v", p, err)
	}
	bad = 1000
	if _, err := rd.Transmit(context.Background(), readNumber); !errors.Is(err, ccid.ErrMute) {
		t.Errorf("a card that never speaks clearly: %v", err)
	}
	bad = 0
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("after a reset: %q, %v", got, err)
	}
}

func TestRefusedFramesAreSentAgain(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	rd := connect(t, r, nil)
	r.RefuseNext(3)
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	r.RefuseNext(4)
	if _, err := rd.CardPresent(context.Background()); !errors.Is(err, ccid.ErrGarbled) {
		t.Errorf("a reader that refuses everything: %v", err)
	}
}

func TestRequestsForTimeAreWaitedFor(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	r.Stretch(20)
	rd := connect(t, r, nil)
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestTroublesHaveNames(t *testing.T) {
	h := sim.Invented()
	for name, tt := range map[string]struct {
		do   func(*sim.Reader)
		want error
	}{
		"no card":      {func(*sim.Reader) {}, ccid.ErrNoCard},
		"mute card":    {func(r *sim.Reader) { r.Insert(sim.MuteCard{}) }, ccid.ErrMute},
		"dead card":    {func(r *sim.Reader) { r.Insert(deadCard{}) }, ccid.ErrMute},
		"pulled":       {func(r *sim.Reader) { r.Insert(sim.NewThaiCard(h)); r.RemoveAfter(3) }, ccid.ErrCardPulled},
		"reader mute":  {func(r *sim.Reader) { r.SetMute(true) }, ccid.ErrNoAnswer},
		"bad protocol": {func(r *sim.Reader) { r.Insert(strangeCard{}) }, ccid.ErrMute},
	} {
		t.Run(name, func(t *testing.T) {
			r := sim.NewReader(sim.ReaderOptions{})
			rd := connect(t, r, nil)
			tt.do(r)
			if _, err := number(rd); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
			r.SetMute(false)
			r.Insert(sim.NewThaiCard(h))
			if got, err := number(rd); got != someNumber || err != nil {
				t.Errorf("afterwards: %q, %v", got, err)
			}
		})
	}
}

// lowCard works at one voltage only and will not be hurried.
type lowCard struct {
	*sim.ThaiCard
	volts  byte
	asked  []byte
	stiff  bool
	resets int
}

func (c *lowCard) Works(volts byte) bool {
	c.asked = append(c.asked, volts)
	return volts == c.volts
}

func (c *lowCard) Reset() []byte {
	c.resets++
	return c.ThaiCard.Reset()
}

func (c *lowCard) Transfer(p []byte) []byte {
	if c.stiff && len(p) == 4 && p[0] == 0xFF {
		return []byte{0xFF, 0x00, 0xFF} // agrees to nothing
	}
	return c.ThaiCard.Transfer(p)
}

func TestVoltagesAreTriedOneAfterTheOther(t *testing.T) {
	for volts, want := range map[byte]string{1: "\x01", 3: "\x01\x03", 2: "\x01\x03\x02"} {
		r := sim.NewReader(sim.ReaderOptions{})
		c := &lowCard{ThaiCard: sim.NewThaiCard(sim.Invented()), volts: volts}
		r.Insert(c)
		rd := connect(t, r, nil)
		if got, err := number(rd); got != someNumber || err != nil || string(c.asked) != want {
			t.Errorf("%d: %q, %v, asked % X", volts, got, err, c.asked)
		}
	}
}

func TestACardThatDeclinesTheSpeedIsResetAndRead(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	c := &lowCard{ThaiCard: sim.NewThaiCard(sim.Invented()), volts: 1, stiff: true}
	r.Insert(c)
	rd := connect(t, r, nil)
	if got, err := number(rd); got != someNumber || err != nil || c.resets != 2 {
		t.Errorf("%q, %v, %d resets", got, err, c.resets)
	}
}

func TestWhatAReaderSaysOfTheCard(t *testing.T) {
	for code, want := range map[byte]error{0xFD: ccid.ErrGarbled, 0xFC: ccid.ErrGarbled, 0xFB: ccid.ErrHardware, 0xA2: ccid.ErrHardware, 0xFE: ccid.ErrMute} {
		r := sim.NewReader(sim.ReaderOptions{})
		r.Insert(sim.NewThaiCard(sim.Invented()))
		rd := connect(t, r, nil)
		if _, err := number(rd); err != nil {
			t.Fatal(err)
		}
		r.FailNext(code)
		if _, err := rd.Exchange(context.Background(), readNumber); !errors.Is(err, want) {
			t.Errorf("%02X: %v", code, err)
		}
		if got, err := number(rd); got != someNumber || err != nil {
			t.Errorf("%02X: afterwards %q, %v", code, got, err)
		}
	}
}

func TestASlowLineOnlyTakesLonger(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	rd := connect(t, r, func(l port.Line) port.Line { return porttest.Slow(l, 57600, 11) })
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

type deadCard struct{}

func (deadCard) Reset() []byte          { return nil }
func (deadCard) Transfer([]byte) []byte { return nil }

// strangeCard answers its reset with what is no answer to reset.
type strangeCard struct{ deadCard }

func (strangeCard) Reset() []byte { return []byte{0x3B, 0xFF} }

func TestCardTakenOutAndPutBackMustBePoweredAgain(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	rd := connect(t, r, nil)
	if _, err := number(rd); err != nil {
		t.Fatal(err)
	}
	r.Remove()
	r.Insert(sim.NewThaiCard(sim.Invented()))
	if _, err := rd.Transmit(context.Background(), readNumber); !errors.Is(err, ccid.ErrCardPulled) {
		t.Errorf("%v", err)
	}
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("powered again: %q, %v", got, err)
	}
}

func TestWaitingForACardEndsWithTheContext(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	rd := connect(t, r, nil)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- rd.WaitCard(ctx) }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	go func() { done <- rd.WaitCard(context.Background()) }()
	r.Insert(sim.NewThaiCard(sim.Invented()))
	if err := <-done; err != nil {
		t.Error(err)
	}
	go func() { done <- rd.WaitRemoved(context.Background()) }()
	r.Remove()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestTornAndNoisyLines(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	rd := connect(t, r, func(l port.Line) port.Line { return porttest.Torn(l, 1) })
	if got, err := number(rd); got != someNumber || err != nil {
		t.Errorf("torn: %q, %v", got, err)
	}
	r = sim.NewReader(sim.ReaderOptions{})
	r.Insert(sim.NewThaiCard(sim.Invented()))
	noise := func(at int, b byte) byte {
		if at%97 == 96 {
			return b ^ 0x20
		}
		return b
	}
	rd = connect(t, r, func(l port.Line) port.Line { return porttest.Noisy(l, noise) })
	for range 20 {
		got, err := number(rd)
		if err == nil && got != someNumber {
			t.Fatalf("noise became the number %q", got)
		}
	}
}

// A card that has just come in gets its power with the first command, its speed and
// the reader's with the next two: nobody asks before whether it is there. Of one that
// has power it is asked, so that another that was put in unseen is counted.
func TestPowersACardWithoutAskingForIt(t *testing.T) {
	const power, speed, parameters, status = 13, 17, 18, 13 // bytes of the commands
	r := sim.NewReader(sim.ReaderOptions{})
	rd := connect(t, r, nil)
	r.Insert(sim.NewThaiCard(sim.Invented()))
	if present, err := rd.CardPresent(t.Context()); !present || err != nil {
		t.Fatalf("no card: %v", err)
	}
	for _, want := range []int{power + speed + parameters, status + power + speed + parameters} {
		r.Wire().FaultIn(nil)
		if _, err := rd.PowerOn(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := r.Wire().Taken(); got != want {
			t.Errorf("%d bytes were sent until the card had power, want %d", got, want)
		}
	}
	r.Remove()
	if present, err := rd.CardPresent(t.Context()); present || err != nil {
		t.Fatalf("a card: %v", err)
	}
	if _, err := rd.PowerOn(t.Context()); !errors.Is(err, ccid.ErrNoCard) {
		t.Errorf("an empty reader says %v", err)
	}
}
