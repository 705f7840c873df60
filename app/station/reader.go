package station

import (
	"context"
	"sync"
	"time"

	"sala/app/office"
	"sala/devices/ccid"
	"sala/devices/fault"
	"sala/devices/port"
	"sala/devices/thaiid"
	"sala/forms/calendar"
	"sala/forms/register"
)

// retryReader is how long after a trouble the reader's line is opened again.
const retryReader = 2 * time.Second

// cardReader owns the reader's line: it opens it, watches for cards, and opens
// it again after it was unplugged.
type cardReader struct {
	line   string
	events func(office.Event)
	lamp   func(office.Lamp)

	mu      sync.Mutex
	reader  *ccid.Reader  // nil while the line is down
	trouble error         // why it is down
	tried   chan struct{} // closed after the first attempt
	once    sync.Once
}

func newCardReader(line string, events func(office.Event), lamp func(office.Lamp)) *cardReader {
	return &cardReader{line: line, events: events, lamp: lamp, tried: make(chan struct{})}
}

// watch runs until ctx ends.
func (r *cardReader) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := r.session(ctx)
		if ctx.Err() != nil {
			return
		}
		r.set(nil, err)
		r.lamp(office.Lamp{Light: office.LightBad, Code: string(fault.CodeOf(err)), Next: time.Now().Add(retryReader)})
		select {
		case <-time.After(retryReader):
		case <-ctx.Done():
		}
	}
}

func (r *cardReader) set(reader *ccid.Reader, trouble error) {
	r.mu.Lock()
	r.reader, r.trouble = reader, trouble
	r.mu.Unlock()
	r.once.Do(func() { close(r.tried) })
}

// session opens the line and follows the card in and out until there is
// trouble.
func (r *cardReader) session(ctx context.Context) error {
	line, err := port.Open(port.Config{Name: r.line, Baud: 115200, Frame: "8N2"})
	if err != nil {
		return err
	}
	reader, err := ccid.Open(ctx, line, ccid.DefaultOptions())
	if err != nil {
		line.Close()
		return err
	}
	defer reader.Close()
	r.set(reader, nil)
	for {
		r.lamp(office.Lamp{Light: office.LightGood, Code: "reader.ready"})
		if err := reader.WaitCard(ctx); err != nil {
			return err
		}
		r.lamp(office.Lamp{Light: office.LightGood, Code: "reader.card"})
		r.events(office.Event{Kind: office.CardInserted, ID: r.line})
		if err := reader.WaitRemoved(ctx); err != nil {
			return err
		}
		r.events(office.Event{Kind: office.CardRemoved, ID: r.line})
	}
}

// ReadCard implements office.CardReader for the Thai identity card.
func (r *cardReader) ReadCard(ctx context.Context, progress func(part string, done, total int)) (office.Card, error) {
	select {
	case <-r.tried:
	case <-ctx.Done():
		return office.Card{}, ctx.Err()
	}
	r.mu.Lock()
	reader, trouble := r.reader, r.trouble
	r.mu.Unlock()
	if reader == nil {
		return office.Card{}, coded("open the reader", trouble)
	}
	atr, err := reader.PowerOn(ctx)
	if err != nil {
		return office.Card{}, coded("power the card", err)
	}
	defer reader.PowerOff(context.WithoutCancel(ctx))
	card, err := thaiid.Read(ctx, reader, atr.Raw, func(p thaiid.Progress) { progress(p.Part, p.Done, p.Total) })
	if err != nil {
		return office.Card{}, coded("read the card", err)
	}
	return officeCard(card, r.line), nil
}

// coded gives a device's error the code that a person's words are found by.
func coded(op string, err error) error {
	if err == nil {
		return nil
	}
	return &office.Error{Op: op, Code: string(fault.CodeOf(err)), Err: err}
}

func officeCard(c thaiid.Card, reader string) office.Card {
	date := func(d thaiid.Date) calendar.Date { return calendar.Date{Year: d.Year, Month: d.Month, Day: d.Day} }
	name := func(n thaiid.Name) register.Name {
		return register.Name{Prefix: n.Prefix, First: n.First, Middle: n.Middle, Last: n.Last}
	}
	out := office.Card{
		Reader: reader, NationalNumber: c.Number,
		Names: map[string]register.Name{"th": name(c.Thai), "en": name(c.English)},
		Sex:   register.Sex(c.Sex), Birth: date(c.Birth),
		Address: register.Address{Country: "TH", House: c.Address.House, Village: c.Address.Moo, Alley: c.Address.Lane, Lane: c.Address.Soi,
			Road: c.Address.Road, Subdistrict: c.Address.SubDistrict, District: c.Address.District, Province: c.Address.Province},
		Issuer: c.Issuer, Issued: date(c.Issued), Photo: c.Photo,
	}
	if !c.ForLife {
		out.Expires = date(c.Expires)
	}
	return out
}
