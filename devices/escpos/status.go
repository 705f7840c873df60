package escpos

import (
	"sala/devices/fault"
)

// State is what the printer last said of itself.
type State struct {
	PaperOut  bool `json:"paper_out"`
	PaperLow  bool `json:"paper_low"`
	CoverOpen bool `json:"cover_open"`
	Offline   bool `json:"offline"`
	Cutter    bool `json:"cutter"` // the cutter is jammed
	Broken    bool `json:"broken"` // needs service
	Error     bool `json:"error"`  // some trouble, not said which
	Drawer    bool `json:"drawer"` // the drawer's switch
}

// The troubles of a printer, to be told apart with errors.Is.
var (
	ErrPaperOut    = fault.New(fault.PrinterPaperOut)
	ErrPaperLow    = fault.New(fault.PrinterPaperLow)
	ErrCoverOpen   = fault.New(fault.PrinterCoverOpen)
	ErrCutter      = fault.New(fault.PrinterCutter)
	ErrOffline     = fault.New(fault.PrinterOffline)
	ErrBroken      = fault.New(fault.PrinterBroken)
	ErrNoAnswer    = fault.New(fault.PrinterSilent)
	ErrUnconfirmed = fault.New(fault.PrinterUnconfirmed)
)

// Trouble returns what keeps the printer from printing, nil when nothing does.
// Paper that runs low does not.
func (s State) Trouble() error {
	switch {
	case s.CoverOpen:
		return ErrCoverOpen
	case s.PaperOut:
		return ErrPaperOut
	case s.Cutter:
		return ErrCutter
	case s.Broken:
		return ErrBroken
	case s.Offline, s.Error:
		return ErrOffline
	}
	return nil
}

// Warning returns what an officer should know though the printer prints.
func (s State) Warning() error {
	if s.PaperLow && s.Trouble() == nil {
		return ErrPaperLow
	}
	return nil
}

// The bits of the answers: DLE EOT 1 to 4, and the four bytes of the automatic
// status.
const (
	onlineDrawer  = 0x04
	onlineOffline = 0x08

	causeCover = 0x04
	causePaper = 0x20
	causeError = 0x40

	errorCutter    = 0x08
	errorFatal     = 0x20
	errorRecovers  = 0x40
	errorMechanics = 0x04

	paperLow = 0x0C
	paperOut = 0x60

	autoDrawer  = 0x04
	autoOffline = 0x08
	autoCover   = 0x20

	autoPaperLow = 0x03
	autoPaperOut = 0x0C
)

// realTime takes the answer to DLE EOT n into the state.
func (s *State) realTime(n int, b byte) {
	switch n {
	case 1:
		s.Drawer, s.Offline = b&onlineDrawer != 0, b&onlineOffline != 0
	case 2:
		s.CoverOpen, s.PaperOut, s.Error = b&causeCover != 0, b&causePaper != 0, b&causeError != 0
	case 3:
		// The mechanics bit is undefined on some models: it counts with the error.
		s.Cutter, s.Broken = b&errorCutter != 0, b&errorFatal != 0 || s.Error && b&errorMechanics != 0
		s.Error = s.Error || b&errorRecovers != 0
	case 4:
		s.PaperLow, s.PaperOut = b&paperLow != 0, s.PaperOut || b&paperOut != 0
	}
}

// automatic takes four bytes of automatic status into a new state.
func automatic(b [4]byte) State {
	return State{
		Drawer: b[0]&autoDrawer != 0, Offline: b[0]&autoOffline != 0, CoverOpen: b[0]&autoCover != 0,
		Cutter: b[1]&errorCutter != 0, Broken: b[1]&errorFatal != 0 || b[0]&autoOffline != 0 && b[1]&errorMechanics != 0, Error: b[1]&errorRecovers != 0,
		PaperLow: b[2]&autoPaperLow != 0, PaperOut: b[2]&autoPaperOut != 0,
	}
}
