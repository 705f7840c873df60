package thaiid_test

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sala/devices/ccid"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/thaiid"
)

// bench is a simulated reader on a pseudo-terminal and the driver on it.
type bench struct {
	sim     *sim.Reader
	plugged *sim.Plugged
	reader  *ccid.Reader
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{sim: sim.NewReader(sim.ReaderOptions{})}
	var err error
	if b.plugged, err = sim.Plug(b.sim, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.plugged.Close() })
	b.open(t)
	return b
}

func (b *bench) open(t *testing.T) {
	t.Helper()
	line, err := port.Open(port.Config{Name: b.plugged.Path(), Baud: 115200, Frame: "8N2"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	o := ccid.DefaultOptions()
	o.Answer, o.Poll = time.Second, 20*time.Millisecond
	if b.reader, err = ccid.Open(context.Background(), line, o); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) read(progress func(thaiid.Progress)) (thaiid.Card, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := b.reader.WaitCard(ctx); err != nil {
		return thaiid.Card{}, err
	}
	atr, err := b.reader.PowerOn(ctx)
	if err != nil {
		return thaiid.Card{}, err
	}
	return thaiid.Read(ctx, b.reader, atr.Raw, progress)
}

var somchai = thaiid.Card{
	Version: "0003", Number: "1101700230708", NumberValid: true,
	Thai:    thaiid.Name{Prefix: "นาย", First: "สมชาย", Last: "ใจดีงาม"},
	English: thaiid.Name{Prefix: "Mr.", First: "Somchai", Last: "Jaideengam"},
	Birth:   thaiid.Date{Year: 1987, Month: 2, Day: 14, Raw: "25300214"}, Sex: thaiid.Male,
	Request: "10170123456789000001", Issuer: "เขตพระนคร/กรุงเทพมหานคร", IssuerCode: "1001010000001",
	Issued:  thaiid.Date{Year: 2020, Month: 1, Day: 15, Raw: "25630115"},
	Expires: thaiid.Date{Year: 2029, Month: 2, Day: 13, Raw: "25720213"}, Type: "01",
	Address: thaiid.Address{House: "99/1", Moo: "4", Soi: "ศาลาแดง", Road: "พระอาทิตย์",
		SubDistrict: "บางกรวย", District: "บางกรวย", Province: "นนทบุรี",
		Text: "99/1 หมู่ที่ 4 ซอยศาลาแดง ถนนพระอาทิตย์ ตำบลบางกรวย อำเภอบางกรวย จังหวัดนนทบุรี"},
	PhotoNumber: "10170115630001",
}

func TestReadWholeCard(t *testing.T) {
	for name, card := range map[string]func(sim.Holder) *sim.ThaiCard{"present": sim.NewThaiCard, "3B 67": sim.NewOldThaiCard} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.sim.Insert(card(sim.Invented()))
			var seen []thaiid.Progress
			got, err := b.read(func(p thaiid.Progress) { seen = append(seen, p) })
			if err != nil {
				t.Fatal(err)
			}
			if _, err := jpeg.Decode(bytes.NewReader(got.Photo)); err != nil {
				t.Errorf("photo: %v", err)
			}
			if !bytes.HasSuffix(got.Photo, []byte{0xFF, 0xD9}) {
				t.Errorf("photo ends % X", got.Photo[len(got.Photo)-2:])
			}
			got.Photo, got.AnswerToReset = nil, nil
			if d := cmp.Diff(somchai, got); d != "" {
				t.Error(d)
			}
			if first := seen[0]; first.Part != "text" || first.Card.Thai.First != "สมชาย" || first.Card.Photo != nil {
				t.Errorf("first progress: %+v", first)
			}
			for i, p := range seen {
				if i > 0 && p.Done < seen[i-1].Done || p.Done > p.Total {
					t.Errorf("progress %d: %d of %d", i, p.Done, p.Total)
				}
				if p.Part == "photo" && p.Card.Address.Province != "นนทบุรี" {
					t.Errorf("progress %d: the text is not complete before the photograph", i)
				}
			}
		})
	}
}

func TestTroubleHasAName(t *testing.T) {
	tests := map[string]struct {
		do   func(*sim.Reader)
		want error
	}{
		"not an identity card": {func(r *sim.Reader) { r.Insert(sim.NewUnknownCard()) }, thaiid.ErrNotThaiID},
		"memory lost":          {func(r *sim.Reader) { r.Insert(sim.NewDamagedCard()) }, thaiid.ErrDamaged},
		"mute":                 {func(r *sim.Reader) { r.Insert(sim.MuteCard{}) }, ccid.ErrMute},
		"pulled half-way": {func(r *sim.Reader) {
			r.Insert(sim.NewThaiCard(sim.Invented()))
			r.RemoveAfter(20)
		}, ccid.ErrCardPulled},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			tt.do(b.sim)
			c, err := b.read(nil)
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if c.Number != "" {
				t.Errorf("half a card was returned: %+v", c)
			}
			b.sim.Insert(sim.NewThaiCard(sim.Invented()))
			if c, err := b.read(nil); err != nil || c.Number != somchai.Number {
				t.Errorf("afterwards: %v, number %q", err, c.Number)
			}
		})
	}
}

func TestAParityErrorIsReadAgain(t *testing.T) {
	b := newBench(t)
	b.sim.Insert(sim.NewThaiCard(sim.Invented()))
	failed := 0
	c, err := b.read(func(thaiid.Progress) {
		if failed++; failed%4 == 0 {
			b.sim.FailNext(0xFD)
		}
	})
	if err != nil || failed < 8 || c.Address.Province != somchai.Address.Province {
		t.Errorf("%v after %d parts", err, failed)
	}
}

func TestHealthApplet(t *testing.T) {
	b := newBench(t)
	b.sim.Insert(sim.NewThaiCard(sim.Invented()))
	if _, err := b.read(nil); err != nil {
		t.Fatal(err)
	}
	h, err := thaiid.ReadHealth(context.Background(), b.reader, b.reader.ATR().Raw)
	want := thaiid.Health{MainInsurance: "สิทธิหลักประกันสุขภาพแห่งชาติ", MainHospital: "โรงพยาบาลบางกรวย",
		Issued:  thaiid.Date{Year: 2020, Month: 1, Day: 15, Raw: "25630115"},
		Expires: thaiid.Date{Year: 2029, Month: 2, Day: 13, Raw: "25720213"},
		Updated: thaiid.Date{Year: 2020, Month: 1, Day: 15, Raw: "25630115"}, Changes: "2"}
	if d := cmp.Diff(want, h); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
}

func TestOddCards(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*sim.Holder)
		check  func(thaiid.Card) bool
	}{
		"pink card":        {func(h *sim.Holder) { h.Number = "0001234567890" }, func(c thaiid.Card) bool { return c.NonCitizen() }},
		"wrong last digit": {func(h *sim.Holder) { h.Number = "1101700230709" }, func(c thaiid.Card) bool { return !c.NumberValid && c.Number == "1101700230709" }},
		"for life":         {func(h *sim.Holder) { h.Expires = "99999999" }, func(c thaiid.Card) bool { return c.ForLife && c.Expires.Year == 0 }},
		"birthday unknown": {func(h *sim.Holder) { h.Birth = "24930000" }, func(c thaiid.Card) bool { return c.Birth.Year == 1950 && c.Birth.Month == 0 }},
		"no photograph":    {func(h *sim.Holder) { h.Photo = []byte("    ") }, func(c thaiid.Card) bool { return c.Photo == nil && c.Address.House != "" }},
		"nothing but a number": {func(h *sim.Holder) { *h = sim.Holder{Number: h.Number, Photo: []byte{}} },
			func(c thaiid.Card) bool { return c.Number == somchai.Number && c.Thai == thaiid.Name{} }},
		"long address": {func(h *sim.Holder) {
			h.Address = "123/45#หมู่ที่ 12#ตรอกข้าวสารเหนือ#ซอยเทศบาลรังสรรค์ 3#ถนนกรุงเทพ-นนทบุรีสายเก่า#ตำบลบางกระสอพัฒนาการ#อำเภอเมืองนนทบุรีศรีมหาราช#จังหวัดนนทบุรี"
		}, func(c thaiid.Card) bool {
			return c.Address.Province == "นนทบุรี" && c.Address.District == "เมืองนนทบุรีศรีมหาราช"
		}},
		"photograph that fills its place": {func(h *sim.Holder) { h.Photo = fullPhoto() }, func(c thaiid.Card) bool { return bytes.Equal(c.Photo, fullPhoto()) }},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			h := sim.Invented()
			tt.change(&h)
			b.sim.Insert(sim.NewThaiCard(h))
			if c, err := b.read(nil); err != nil || !tt.check(c) {
				t.Errorf("%v, %+v", err, c)
			}
		})
	}
}

// fullPhoto is as long as the card has room for; the usual twenty reads end
// before it does.
func fullPhoto() []byte {
	p := []byte{0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02}
	return append(append(p, bytes.Repeat([]byte{0x11}, 5118-8)...), 0xFF, 0xD9)
}
