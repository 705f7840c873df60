package thaiid

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"sala/devices/apdu"
	"sala/devices/fault"
)

// Reader is a powered card in a reader (ccid.Reader is one).
type Reader interface {
	// Exchange sends one command and returns the card's answer to it with
	// the status word, as it is.
	Exchange(ctx context.Context, cmd []byte) ([]byte, error)
}

// Progress says how far the reading has come.
type Progress struct {
	Part  string // "text", then "photo"
	Done  int    // bytes of both parts so far
	Texts int    // bytes of all texts
	Total int    // bytes of both parts; the photograph may end earlier
	Card  Card   // what is known so far; complete but for the photograph once Part is "photo"
}

// Read reads the whole card. progress, which may be nil, is called after every
// block: the number and the Thai name are in the first, every text is there
// before the photograph begins. atr is the card's answer to reset.
//
// A card without a personal applet gives ErrNotThaiID; one whose number makes
// no sense gives ErrDamaged. No card is returned with an error, so half of a
// card is never taken for the whole.
func Read(ctx context.Context, r Reader, atr []byte, progress func(Progress)) (Card, error) {
	c, err := ReadText(ctx, r, atr, progress)
	if err != nil {
		return Card{}, err
	}
	report(progress, "photo", textTotal(), c) // nobody need wait for the photograph
	s := session{reader: r, p2: getResponse(atr)}
	photo, err := s.photo(ctx, func(n int) {
		report(progress, "photo", textTotal()+n, c)
	})
	if err != nil {
		return Card{}, fmt.Errorf("thaiid: read photograph: %w", err)
	}
	c.Photo = photo
	report(progress, "photo", total(), c)
	return c, nil
}

// ReadText reads everything but the photograph.
func ReadText(ctx context.Context, r Reader, atr []byte, progress func(Progress)) (Card, error) {
	s := session{reader: r, p2: getResponse(atr)}
	if err := s.selectApplet(ctx, personalApplet[:]); err != nil {
		return Card{}, fmt.Errorf("thaiid: select: %w", err)
	}
	var m memory
	c := Card{AnswerToReset: bytes.Clone(atr)}
	done := 0
	for i, sp := range firstReads {
		p, err := s.read(ctx, sp)
		if err != nil {
			return Card{}, fmt.Errorf("thaiid: read %04X: %w", sp.at, err)
		}
		m.keep(sp, p)
		m.fill(&c)
		if i == 0 && !plausibleNumber(c.Number) {
			return Card{}, fmt.Errorf("thaiid: the number is %q: %w", c.Number, ErrDamaged)
		}
		done += sp.size
		report(progress, "text", done, c)
	}
	return c, nil
}

func report(progress func(Progress), part string, done int, c Card) {
	if progress != nil {
		progress(Progress{Part: part, Done: done, Texts: textTotal(), Total: total(), Card: c})
	}
}

func textTotal() int {
	n := 0
	for _, sp := range firstReads {
		n += sp.size
	}
	return n
}

func total() int { return textTotal() + spanPhoto.size }

// plausibleNumber reports whether s is thirteen digits; a wrong check digit is
// told to the caller by NumberValid and does not stop the reading.
func plausibleNumber(s string) bool {
	return len(s) == 13 && bytes.Trim([]byte(s), "0123456789") == nil
}

// getResponse returns the second parameter of GET RESPONSE, which the oldest
// cards (3B 67) want to be 1.
func getResponse(atr []byte) byte {
	if len(atr) > 1 && atr[0] == 0x3B && atr[1] == 0x67 {
		return 1
	}
	return 0
}

// session is one conversation with a card.
type session struct {
	reader  Reader
	p2      byte // of GET RESPONSE
	settled bool // p2 has worked
}

// tries is how often a block is read when its bytes come damaged.
const tries = 4

func (s *session) selectApplet(ctx context.Context, aid []byte) error {
	cmd := append([]byte{0x00, 0xA4, 0x04, 0x00, byte(len(aid))}, aid...)
	for attempt := 1; ; attempt++ {
		answer, err := s.reader.Exchange(ctx, cmd)
		if fault.CodeOf(err) == fault.ReaderGarbled && attempt < tries {
			continue
		}
		if err != nil {
			return err
		}
		_, sw, err := apdu.Split(answer)
		if err != nil {
			return ErrDamaged.Because(err)
		}
		if _, more := sw.More(); more || sw == apdu.OK {
			return nil
		}
		return ErrNotThaiID.Because(fmt.Errorf("status %04X", uint16(sw)))
	}
}

// read fetches one place of the card's memory.
func (s *session) read(ctx context.Context, sp span) ([]byte, error) {
	cmd := []byte{0x80, 0xB0, byte(sp.at >> 8), byte(sp.at), 0x02, 0x00, byte(sp.size)}
	for attempt := 1; ; attempt++ {
		p, err := s.fetch(ctx, cmd, sp.size)
		if fault.CodeOf(err) == fault.ReaderGarbled && attempt < tries {
			continue
		}
		return p, err
	}
}

func (s *session) fetch(ctx context.Context, cmd []byte, size int) ([]byte, error) {
	data, sw, err := apdu.Transmit(ctx, s.reader, cmd, s.p2)
	if err != nil {
		return nil, err
	}
	if (sw != apdu.OK || len(data) != size) && !s.settled {
		// The other way of asking, once: the answer to reset is not proof.
		s.p2 ^= 1
		if data, sw, err = apdu.Transmit(ctx, s.reader, cmd, s.p2); err != nil {
			return nil, err
		}
	}
	switch {
	case sw != apdu.OK:
		return nil, ErrRefused.Because(fmt.Errorf("status %04X", uint16(sw)))
	case len(data) != size:
		return nil, ErrDamaged.Because(fmt.Errorf("%d bytes instead of %d", len(data), size))
	}
	s.settled = true
	return data, nil
}

// endOfImage ends a JPEG.
var endOfImage = []byte{0xFF, 0xD9}

// photo reads the photograph up to its end mark. A card without one, or with
// something else in its place, gives nothing.
func (s *session) photo(ctx context.Context, progress func(n int)) ([]byte, error) {
	var jpeg []byte
	for at := 0; at < photoArea; {
		size := min(photoBlock, photoArea-at)
		p, err := s.read(ctx, span{spanPhoto.at + at, size})
		if err != nil {
			if errors.Is(err, ErrRefused) && at >= spanPhoto.size {
				break // the tail that most readers never ask for
			}
			return nil, err
		}
		at += size
		from := max(len(jpeg)-1, 0)
		jpeg = append(jpeg, p...)
		if at <= photoBlock && !bytes.HasPrefix(jpeg, []byte{0xFF, 0xD8}) {
			return nil, nil
		}
		progress(at)
		if end := bytes.Index(jpeg[from:], endOfImage); end >= 0 && complete(jpeg[:from+end+2]) {
			return jpeg[:from+end+2], nil
		}
	}
	return nil, nil
}
