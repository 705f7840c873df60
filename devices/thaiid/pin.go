package thaiid

import (
	"context"
	"fmt"

	"sala/devices/apdu"
	"sala/devices/fault"
)

// The troubles of a PIN.
var (
	ErrPINWrong   = fault.New(fault.ReaderPINWrong)
	ErrPINBlocked = fault.New(fault.ReaderPINBlocked)
	ErrNoPIN      = fault.New(fault.ReaderNoPIN)
	ErrOtherCard  = fault.New(fault.ReaderCardPulled)
)

// PINTries is the error of a wrong PIN: how many tries are left.
type PINTries struct{ Left int }

// Error returns it in English.
func (t *PINTries) Error() string { return fmt.Sprintf("wrong PIN, %d tries left", t.Left) }

// pinReference names the PIN in VERIFY: the first of the selected applet.
const pinReference = 0x01

// VerifyPIN has the card compare a PIN, in the same session in which its number is
// read: it must be the card of that number. The card counts the tries itself;
// ErrPINWrong carries a PINTries, and ErrPINBlocked says that only the issuer can
// help.
//
// The command is VERIFY of ISO 7816-4 (section 7.5.6): 00 20 00, reference, digits
// as ASCII, answered by 9000, 63Cx with x tries left, or 6983. The public
// descriptions of the Thai card name neither reference nor format of its PIN:
// these were tried with our simulator alone, and are to be confirmed with the
// issuer before a service asks for a PIN. A card that knows no such command or
// reference is ErrNoPIN, and costs no try.
func VerifyPIN(ctx context.Context, r Reader, atr []byte, number string, pin []byte) error {
	s := session{reader: r, p2: getResponse(atr)}
	if err := s.selectApplet(ctx, personalApplet[:]); err != nil {
		return fmt.Errorf("thaiid: select: %w", err)
	}
	p, err := s.read(ctx, firstReads[0])
	if err != nil {
		return fmt.Errorf("thaiid: read the number: %w", err)
	}
	var m memory
	var c Card
	m.keep(firstReads[0], p)
	m.fill(&c)
	if c.Number != number {
		return fmt.Errorf("thaiid: another card: %w", ErrOtherCard)
	}
	cmd := append([]byte{0x00, 0x20, 0x00, pinReference, byte(len(pin))}, pin...)
	defer clear(cmd)
	answer, err := s.reader.Exchange(ctx, cmd) // never a second time by itself: it costs a try
	if err != nil {
		return err
	}
	_, sw, err := apdu.Split(answer)
	switch {
	case err != nil:
		return ErrDamaged.Because(err)
	case sw == apdu.OK:
		return nil
	case sw&0xFFF0 == 0x63C0 && sw&0x0F > 0:
		return ErrPINWrong.Because(&PINTries{int(sw & 0x0F)})
	case sw&0xFFF0 == 0x63C0, sw == 0x6983, sw == 0x6984:
		return ErrPINBlocked
	case sw == 0x6D00, sw == 0x6E00, sw == 0x6A86, sw == 0x6A88, sw == 0x6A82, sw == 0x6B00:
		return ErrNoPIN.Because(fmt.Errorf("status %04X", uint16(sw)))
	}
	return ErrRefused.Because(fmt.Errorf("status %04X", uint16(sw)))
}
