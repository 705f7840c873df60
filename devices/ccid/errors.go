package ccid

import (
	"fmt"

	"sala/devices/fault"
)

// The troubles of a reader and its card, to be told apart with errors.Is.
var (
	ErrNoCard     = fault.New(fault.ReaderNoCard)
	ErrCardPulled = fault.New(fault.ReaderCardPulled)
	ErrMute       = fault.New(fault.ReaderCardMute)
	ErrNoAnswer   = fault.New(fault.ReaderSilent)
	ErrGarbled    = fault.New(fault.ReaderGarbled)
	ErrHardware   = fault.New(fault.ReaderHardware)
	ErrRefused    = fault.New(fault.ReaderRefused)
)

// Bits of bStatus.
const (
	iccMask     = 0x03
	iccActive   = 0x00
	iccInactive = 0x01
	iccAbsent   = 0x02
	cmdFailed   = 0x40
	cmdMoreTime = 0x80
)

// slotError says what the reader's bError means.
type slotError byte

const (
	slotMute     slotError = 0xFE
	slotParity   slotError = 0xFD
	slotOverrun  slotError = 0xFC
	slotHardware slotError = 0xFB
	slotBadATR   slotError = 0xF8
	slotBadTCK   slotError = 0xF7
	slotProtocol slotError = 0xF6
	slotClass    slotError = 0xF5
	slotConflict slotError = 0xF4
	slotInactive slotError = 0xF3
	slotBusyAuto slotError = 0xF2
	slotBusy     slotError = 0xE0
	slotShort    slotError = 0xA2
	slotT1       slotError = 0xBD
	slotLength   slotError = 0xBE
)

func (e slotError) Error() string {
	switch e {
	case slotMute:
		return "card absent or mute"
	case slotParity:
		return "parity error while talking to the card"
	case slotOverrun:
		return "overrun while talking to the card"
	case slotHardware:
		return "hardware error"
	case slotBadATR, slotBadTCK:
		return "bad answer to reset"
	case slotProtocol:
		return "protocol not supported"
	case slotClass:
		return "class not supported"
	case slotConflict:
		return "procedure byte conflict"
	case slotInactive:
		return "card not powered"
	case slotBusyAuto, slotBusy:
		return "slot busy"
	case slotShort:
		return "short circuit"
	case slotT1:
		return "T=1 protocol error"
	case slotLength:
		return "wrong length"
	case 0:
		return "command not supported"
	}
	return fmt.Sprintf("parameter %d refused (%02X)", byte(e), byte(e))
}
