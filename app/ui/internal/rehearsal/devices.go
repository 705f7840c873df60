package rehearsal

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"sync"

	"sala/app/office"
	"sala/forms/certificate"
)

// Coded is an error with the code of a device.
type Coded string

// Error returns the code.
func (c Coded) Error() string { return string(c) }

// Code returns the code.
func (c Coded) Code() string { return string(c) }

// Reader is a card reader in memory.
type Reader struct {
	mu   sync.Mutex
	card *office.Card
	err  error
	mute bool

	wrong int // PINs in a row

	// During is called when the texts of a card were read, and not its photograph;
	// nil for nothing.
	During func()
}

// PIN is that of every rehearsed card.
const PIN = "1234"

// VerifyPIN compares a PIN; three wrong ones lock it.
func (r *Reader) VerifyPIN(_ context.Context, _ string, pin []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	const most = 3
	switch {
	case r.card == nil:
		return Coded("reader.card_pulled")
	case r.wrong == most:
		return Coded("reader.pin_blocked")
	case string(pin) == PIN:
		r.wrong = 0
		return nil
	}
	if r.wrong++; r.wrong == most {
		return Coded("reader.pin_blocked")
	}
	return &office.Error{Op: "verify", Code: "reader.pin_wrong", Args: map[string]any{"left": most - r.wrong}}
}

// Insert puts a card into the reader.
func (r *Reader) Insert(c office.Card) {
	r.mu.Lock()
	r.card, r.err, r.wrong = &c, nil, 0
	r.mu.Unlock()
}

// Break makes every reading fail.
func (r *Reader) Break(code string) { r.mu.Lock(); r.err = Coded(code); r.mu.Unlock() }

// Mute makes a card that is put in say nothing until its reading is stopped.
func (r *Reader) Mute(on bool) { r.mu.Lock(); r.mute = on; r.mu.Unlock() }

// Remove takes the card out.
func (r *Reader) Remove() { r.mu.Lock(); r.card, r.err = nil, nil; r.mu.Unlock() }

// ReadCard reads the card.
func (r *Reader) ReadCard(ctx context.Context, progress func(office.CardProgress)) (office.Card, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.err != nil:
		return office.Card{}, r.err
	case r.card == nil:
		return office.Card{}, Coded("no_card")
	case r.mute:
		r.mu.Unlock()
		<-ctx.Done()
		r.mu.Lock()
		return office.Card{}, &office.Error{Op: "read the card", Code: "cancelled", Err: ctx.Err()}
	}
	card, texts := *r.card, *r.card
	texts.Photo = nil
	r.mu.Unlock() // who is told of the texts may have the card's PIN compared
	progress(office.CardProgress{Part: office.CardText, Done: 50, Texts: 100, Total: 5000, Card: texts})
	progress(office.CardProgress{Part: office.CardPhoto, Done: 100, Texts: 100, Total: 5000, Card: texts})
	if r.During != nil {
		r.During()
	}
	progress(office.CardProgress{Part: office.CardPhoto, Done: 5000, Texts: 100, Total: 5000, Card: texts})
	r.mu.Lock()
	if r.err != nil {
		return office.Card{}, r.err
	}
	return card, ctx.Err()
}

// Printer is a page and receipt printer in memory.
type Printer struct {
	mu       sync.Mutex
	outcome  office.Outcome
	code     string
	Pages    int
	Receipts []office.Receipt
}

// Name returns its name.
func (p *Printer) Name() string { return "rehearsal" }

// Fail makes every job end in outcome with the code, "" for none.
func (p *Printer) Fail(outcome office.Outcome, code string) {
	p.mu.Lock()
	p.outcome, p.code = outcome, code
	p.mu.Unlock()
}

func (p *Printer) end() (office.Outcome, error) {
	if p.outcome == "" || p.outcome == office.Printed {
		return office.Printed, nil
	}
	return p.outcome, Coded(p.code)
}

// PrintPage prints.
func (p *Printer) PrintPage(context.Context, string, []byte) (office.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o, err := p.end()
	if err == nil {
		p.Pages++
	}
	return o, err
}

// PrintReceipt prints.
func (p *Printer) PrintReceipt(_ context.Context, r office.Receipt) (office.Outcome, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	o, err := p.end()
	if err == nil {
		p.Receipts = append(p.Receipts, r)
	}
	return o, err
}

// Paper is a typesetter whose paper says only the number.
type Paper struct{}

// Seal returns a seal that proves nothing.
func (Paper) Seal(d certificate.Document) (string, error) { return "SALA1:" + d.Number, nil }

// Certificate returns no real PDF.
func (Paper) Certificate(_ context.Context, d certificate.Document, _ string) ([]byte, error) {
	return fmt.Appendf(nil, "%%PDF %s", d.Number), nil
}

// Pages returns one.
func (Paper) Pages([]byte) int { return 1 }

// portrait draws a picture of nobody: a head and shoulders in plain colours.
func portrait() []byte {
	const w, h = 149, 179
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0xC9, 0xD6, 0xE6, 0xFF}
			dx, dy := float64(x-w/2), float64(y-76)
			if sx, sy := float64(x-w/2)/62, float64(y-190)/64; sx*sx+sy*sy < 1 {
				c = color.RGBA{0x33, 0x4E, 0x7A, 0xFF}
			}
			if dx*dx/(38*38)+(dy+10)*(dy+10)/(46*46) < 1 {
				c = color.RGBA{0x2B, 0x22, 0x20, 0xFF}
			}
			if dx*dx/(30*30)+dy*dy/(38*38) < 1 {
				c = color.RGBA{0xD9, 0xA8, 0x84, 0xFF}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}
