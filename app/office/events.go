package office

import (
	"context"
	"sync"
	"time"
)

// EventKind says what happened outside of a use case.
type EventKind string

// The kinds of events.
const (
	CardInserted    EventKind = "card.inserted"
	CardRemoved     EventKind = "card.removed"
	DeviceChanged   EventKind = "device.changed"
	SyncChanged     EventKind = "sync.changed"
	PetitionChanged EventKind = "petition.changed"
	StationKept     EventKind = "station.kept"  // a second copy was made, or could not be
	DocumentRead    EventKind = "document.read" // a passport or card with machine readable lines
	SymbolRead      EventKind = "symbol.read"   // a bar code or QR code
)

// Event tells a screen to look again.
type Event struct {
	Kind EventKind
	ID   string
	Card *Card  // what a document said
	Text string // what a symbol said
	Code string // what was wrong with the reading, "" nothing
	// There says of a card that it was in the reader before this program came.
	There bool
}

type hub struct {
	mu    sync.Mutex
	next  int
	ears  map[int]func(Event)
	lamps Lamps
}

// Subscribe calls hear for every event until cancel is called. hear is called
// on any goroutine and must not wait.
func (o *Office) Subscribe(hear func(Event)) (cancel func()) {
	h := &o.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ears == nil {
		h.ears = map[int]func(Event){}
	}
	id := h.next
	h.next++
	h.ears[id] = hear
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.ears, id)
	}
}

// Publish tells every subscriber.
func (o *Office) Publish(e Event) {
	h := &o.hub
	h.mu.Lock()
	ears := make([]func(Event), 0, len(h.ears))
	for _, f := range h.ears {
		ears = append(ears, f)
	}
	h.mu.Unlock()
	for _, f := range ears {
		f(e)
	}
}

// Light is the state that a lamp shows.
type Light string

// The values of Light.
const (
	LightOff  Light = "off" // the station has no such thing
	LightGood Light = "good"
	LightBusy Light = "busy"
	LightWarn Light = "warn"
	LightBad  Light = "bad"
)

// Lamp is the state of one thing on the desk's top bar. Code is looked up as
// "lamp.CODE" in the words catalogue, with Args.
type Lamp struct {
	Light Light          `json:"light"`
	Code  string         `json:"code"`
	Args  map[string]any `json:"args,omitempty"`
	Next  time.Time      `json:"next,omitzero"` // of the network: when it is tried again
}

// ReaderCard is the code of the reader's lamp while a card is in it.
const ReaderCard = "reader.card"

// Lamps are the three honest lamps, and the receipt printer's.
type Lamps struct {
	Network Lamp `json:"network"`
	Reader  Lamp `json:"reader"`
	Pages   Lamp `json:"pages"`
	Receipt Lamp `json:"receipt"`
}

// SetLamps is called by whoever watches devices and network.
func (o *Office) SetLamps(change func(*Lamps)) {
	o.hub.mu.Lock()
	change(&o.hub.lamps)
	o.hub.mu.Unlock()
	o.Publish(Event{Kind: DeviceChanged})
}

// Status is what the top bar shows.
type Status struct {
	Profile Profile        `json:"profile"`
	Journal JournalState   `json:"journal"`
	Lamps   Lamps          `json:"lamps"`
	Numbers map[string]int `json:"numbers"` // left of each kind
}

// Status returns the station's state.
func (o *Office) Status(ctx context.Context) (Status, error) {
	o.hub.mu.Lock()
	st := Status{Profile: o.Profile, Lamps: o.hub.lamps, Numbers: map[string]int{}}
	o.hub.mu.Unlock()
	err := o.Store.Read(ctx, func(r Reader) (err error) {
		for _, kind := range []string{"certificate", "receipt"} {
			if st.Numbers[kind], err = r.NumbersLeft(kind); err != nil {
				return err
			}
		}
		st.Journal, err = r.Journal()
		return err
	})
	st.Journal.LastSync = st.Journal.LastSync.In(o.Now().Location()) // by the office's clocks, not the machine's
	return st, o.explain("status", err)
}
