package zvt

import (
	"fmt"

	"sala/devices/fault"
)

// Result is a terminal's word on a command, from the specification's list of error messages; 0 is success.
type Result byte

// Results that are told apart.
const (
	Success     Result = 0x00
	PressedStop Result = 0x6C // abort by time-out or key
	NoHost      Result = 0xA1 // the acquirer does not answer
	NotPossible Result = 0x83
	Reversed    Result = 0xB4 // already reversed
	NoReversal  Result = 0xB5
	BadPIN      Result = 0x05 // a response of the acquirer
)

// The troubles of a terminal. Of all but ErrUnknown nothing was booked.
var (
	ErrSilent    = fault.New(fault.TerminalSilent)
	ErrDeclined  = fault.New(fault.TerminalDeclined)
	ErrCancelled = fault.New(fault.TerminalCancelled)
	ErrHost      = fault.New(fault.TerminalHost)
	ErrBusy      = fault.New(fault.TerminalBusy)
	ErrUnknown   = fault.New(fault.TerminalUnknown)
)

// err is the trouble that a result means.
func (r Result) err() error {
	kind := ErrDeclined
	switch r {
	case Success:
		return nil
	case PressedStop:
		kind = ErrCancelled
	case 0x7E, 0x9B, NoHost, 0xA2, 0xA3: // communication error, no connection
		kind = ErrHost
	case 0x55, 0x6A, NotPossible, 0x85, 0x9A, 0xA0, 0xB1, 0xB2, 0xBF, 0xC2, 0xCC, 0xE0, 0xE2, 0xE4: // keys, memory, service, initialisation
		kind = ErrBusy
	}
	return fmt.Errorf("zvt: result %02X: %w", byte(r), kind)
}

// Step is what a terminal wants of the citizen, or does, while it takes a fee.
type Step string

// The steps.
const (
	StepCard   Step = "card" // present the card
	StepPIN    Step = "pin"  // follow the terminal's display
	StepWait   Step = "wait"
	StepRemove Step = "remove"
)

// step reads an intermediate status; with 40 added it asks for the card, too.
func step(b []byte) Step {
	if len(b) == 0 {
		return StepWait
	}
	switch s := b[0]; {
	case s == 0x0A:
		return StepCard
	case s == 0x0B || s == 0x4B:
		return StepRemove
	case s <= 0x02 || s == 0x15 || s == 0x2C:
		return StepPIN
	}
	return StepWait
}
