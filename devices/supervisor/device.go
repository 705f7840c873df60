// Package supervisor keeps the devices of a station: it opens each by its stable
// name, watches its health, brings it back after it was unplugged, and lends it
// to one user at a time.
//
// It promises that every device has a state with a reason at any time, that a
// device which comes back is found within five seconds without anybody's doing,
// and that no call waits longer than its context.
package supervisor

import (
	"fmt"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Kind is what a device is for.
type Kind string

// Kinds of devices.
const (
	CardReader     Kind = "reader"
	ReceiptPrinter Kind = "receipt"
	PagePrinter    Kind = "page"
	DocumentReader Kind = "document"
	StripeReader   Kind = "stripe"
	Scanner        Kind = "barcode"
	Receiver       Kind = "gnss"
	Till           Kind = "till"
	CardTerminal   Kind = "terminal"
)

// Device is the configuration of one device.
type Device struct {
	// Name is what people and programs call it: "reader", "receipt-2".
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Port is its line; best by a name of /dev/serial/by-id, which does not
	// change when devices are plugged elsewhere.
	Port port.Config `json:"port,omitzero"`
	// TCP is "host:port" of a serial server, or of a card terminal, instead of Port.
	TCP string `json:"tcp,omitempty"`
	// Profile names what a receipt printer can do (escpos.Profiles); "" is
	// picture-80, which suits every printer of wide paper.
	Profile string `json:"profile,omitempty"`
	// Queue is a page printer's name in the print system ("" the default);
	// Folder, when set, is a folder to print into instead.
	Queue  string `json:"queue,omitempty"`
	Folder string `json:"folder,omitempty"`
	// Framing is a document reader's way to send lines (mrz.Framing).
	Framing string `json:"framing,omitempty"`
	// Country is that of a till's banknotes and a card terminal's currency, "TH".
	Country string `json:"country,omitempty"`
}

func (d Device) line() string {
	switch {
	case d.TCP != "":
		return d.TCP
	case d.Port.Name != "":
		return d.Port.Name
	case d.Folder != "":
		return d.Folder
	}
	return d.Queue
}

func (d Device) check() error {
	switch d.Kind {
	case CardReader, ReceiptPrinter, PagePrinter, DocumentReader, StripeReader, Scanner, Receiver, Till, CardTerminal:
	default:
		return fmt.Errorf("supervisor: device %q: no kind %q", d.Name, d.Kind)
	}
	if d.Name == "" {
		return fmt.Errorf("supervisor: a %s without a name", d.Kind)
	}
	if d.Kind != PagePrinter && d.Port.Name == "" && d.TCP == "" {
		return fmt.Errorf("supervisor: device %q has no line", d.Name)
	}
	if d.Kind == ReceiptPrinter {
		if _, err := profileOf(d); err != nil {
			return err
		}
	}
	return nil
}

// State is how a device is.
type State string

// The values of State.
const (
	Starting State = "starting" // not yet opened for the first time
	Ready    State = "ready"
	Trouble  State = "trouble" // it answers, and something keeps it from working
	Lost     State = "lost"    // it does not answer; it is being looked for
	Stopped  State = "stopped"
)

// Report is what is known of a device.
type Report struct {
	Name  string    `json:"name"`
	Kind  Kind      `json:"kind"`
	Line  string    `json:"line"`
	Maker string    `json:"maker,omitempty"`
	Model string    `json:"model,omitempty"`
	State State     `json:"state"`
	Since time.Time `json:"since,omitzero"` // of the state
	// Code is the present trouble, "" when there is none; a warning, such as
	// paper that runs low, stands in Warning and leaves the device ready.
	Code     fault.Code `json:"code,omitempty"`
	Error    string     `json:"error,omitempty"` // in English, for the log
	Warning  fault.Code `json:"warning,omitempty"`
	LastGood time.Time  `json:"last_good,omitzero"`  // when it last answered well
	LastCode fault.Code `json:"last_code,omitempty"` // the last trouble, also one that is over
	LastAt   time.Time  `json:"last_code_at,omitzero"`
	Returns  int        `json:"returns"`        // how often it came back
	Card     bool       `json:"card,omitempty"` // a card is in the reader
	SelfTest *SelfTest  `json:"self_test,omitempty"`

	cards  int  // how often the card was changed for another
	looked bool // it was looked at
}

// SelfTest is the result of trying a device out.
type SelfTest struct {
	At    time.Time `json:"at"`
	OK    bool      `json:"ok"`
	Steps []Step    `json:"steps"`
}

// Step is one step of a self-test.
type Step struct {
	Name   string     `json:"name"`
	OK     bool       `json:"ok"`
	Code   fault.Code `json:"code,omitempty"`
	Detail string     `json:"detail,omitempty"`
}

// What is what has happened to a device.
type What string

// The values of What.
const (
	Changed What = "changed" // of state, trouble or warning
	CardIn  What = "card_in"
	CardOut What = "card_out"
	Read    What = "read" // a scanner, stripe or document reader or receiver has read something
)

// Event is something that has happened to a device.
type Event struct {
	At     time.Time `json:"at"`
	What   What      `json:"what"`
	Report Report    `json:"device"`
	// Reading is what was read: mrz.Document, magstripe.Swipe, barcode.Scan or
	// gnss.Fix.
	Reading any `json:"reading,omitempty"`
	// Code is what was wrong with the reading: it is empty, or to be compared.
	Code fault.Code `json:"code,omitempty"`
	// There says of a card that it was in when its reader was first looked at.
	There bool `json:"there,omitempty"`
}
