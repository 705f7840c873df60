package zvt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Options say how a terminal is driven.
type Options struct {
	Currency int           // ISO 4217's number: 764 baht, 410 won
	Password int           // of registration, reversal and enquiry; usually 0
	TCP      bool          // the line is a TCP connection: messages stand without frames
	Patience time.Duration // for the citizen at the terminal; 0 = three minutes
}

// settings is the configuration that a registration asks for: receipts as lines
// to us, intermediate status, and both payment and administration from here only.
const settings = 0x02 | 0x04 | 0x08 | 0x10 | 0x20 | 0x80

// Device is a card terminal. One call at a time is under way.
type Device struct {
	link link
	opt  Options
	use  sync.Mutex
	id   string // terminal ID
}

// Booking is what a terminal booked.
type Booking struct {
	Amount   int64  // minor units
	Receipt  string // four digits: by it the booking is taken back
	Trace    string
	Terminal string // its ID
	Card     string // the last four digits of the card, where they are readable
	CardName string
}

// Open registers with the terminal on a line. The line is then the device's.
func Open(ctx context.Context, line port.Line, o Options) (*Device, error) {
	if o.Patience == 0 {
		o.Patience = 3 * time.Minute
	}
	d := &Device{link: link{line: line, plain: o.TCP}, opt: o}
	data := append(append(d.password(), settings), bcd(int64(o.Currency), 2)...)
	end, err := d.run(ctx, Message{Register, data}, replyTime, nil)
	if err != nil {
		return nil, err
	}
	fields, _ := Fields(end.Data) // a terminal may add what we do not know
	if id := fields[Terminal]; id != nil {
		d.id = fmt.Sprintf("%X", id)
	}
	return d, nil
}

func (d *Device) password() []byte { return bcd(int64(d.opt.Password), 3) }

// ID returns the terminal's ID.
func (d *Device) ID() string { return d.id }

// Close closes the line.
func (d *Device) Close() error { return d.link.line.Close() }

// Check asks the terminal whether it is ready.
func (d *Device) Check(ctx context.Context) error {
	d.use.Lock()
	defer d.use.Unlock()
	end, err := d.run(ctx, Message{Enquiry, d.password()}, replyTime, nil)
	if err != nil {
		return err
	}
	if n := len(end.Data); n > 0 { // the last byte is the terminal's state, after the name of its software
		return Result(end.Data[n-1]).state()
	}
	return nil
}

// state is what a terminal's state means: ready, or wants a registration, which
// it gets at the next opening.
func (r Result) state() error {
	const cardIn = 0xDC // left from the last citizen; it asks for it by itself
	if r == Success || r == cardIn {
		return nil
	}
	return fmt.Errorf("zvt: state %02X: %w", byte(r), ErrBusy)
}

// Charge has the terminal take an amount, in minor units. When the context ends
// the terminal is told to stop; what it had booked by then is returned all the
// same, without an error.
func (d *Device) Charge(ctx context.Context, amount int64, shown func(Step)) (Booking, error) {
	d.use.Lock()
	defer d.use.Unlock()
	data := Put(Put(nil, Amount, amount), Currency, int64(d.opt.Currency))
	return d.book(ctx, Message{Authorise, data}, shown)
}

// Reverse takes a booking back. It asks the citizen for nothing.
func (d *Device) Reverse(ctx context.Context, receipt string) error {
	d.use.Lock()
	defer d.use.Unlock()
	var n int64
	if _, err := fmt.Sscanf(receipt, "%d", &n); err != nil {
		return fmt.Errorf("zvt: receipt %q: %w", receipt, ErrDeclined)
	}
	_, err := d.book(ctx, Message{Reverse, Put(d.password(), Receipt, n)}, nil)
	return err
}

// Last returns what the terminal booked last and did not take back; the zero
// Booking when that is nothing.
func (d *Device) Last(ctx context.Context) (Booking, error) {
	d.use.Lock()
	defer d.use.Unlock()
	b, err := d.book(ctx, Message{Repeat, d.password()}, nil)
	if errors.Is(err, ErrDeclined) || errors.Is(err, ErrBusy) {
		return Booking{}, nil // it has no receipt, or one of a payment that failed
	}
	return b, err
}

// book runs a command that ends in a booking.
func (d *Device) book(ctx context.Context, m Message, shown func(Step)) (Booking, error) {
	var b Booking
	result, told := Success, false
	end, err := d.run(ctx, m, d.opt.Patience, func(x Message) {
		switch x.Command {
		case Progress:
			if shown != nil {
				shown(step(x.Data))
			}
		case Status:
			fields, _ := Fields(x.Data) // those before one that we do not know
			if r := fields[Outcome]; len(r) == 1 {
				result = Result(r[0])
			}
			b, told = bookingOf(fields), true
		}
	})
	switch {
	case err != nil:
		return Booking{}, err
	case end.Command == Aborted:
		if result == Success {
			result = NotPossible
			if len(end.Data) > 0 {
				result = Result(end.Data[0])
			}
		}
		return Booking{}, result.err()
	case result != Success:
		return Booking{}, result.err()
	case !told:
		return Booking{}, fmt.Errorf("zvt: a payment without its status: %w", ErrUnknown)
	}
	return b, nil
}

func bookingOf(f map[Field][]byte) Booking {
	b := Booking{Amount: number(f[Amount]), Card: masked(f[PAN]), CardName: strings.TrimRight(string(f[CardName]), "\x00")}
	for field, to := range map[Field]*string{Receipt: &b.Receipt, Trace: &b.Trace, Terminal: &b.Terminal} {
		if x := f[field]; x != nil {
			*to = fmt.Sprintf("%X", x)
		}
	}
	return b
}

// stopTime is how long a terminal that was told to stop may take over it.
const stopTime = 20 * time.Second

// run sends a command, acknowledges all that the terminal says meanwhile, and
// returns the message that ends the command: Complete or Aborted. A line that
// dies from the first byte on is ErrUnknown for a command that moves money.
func (d *Device) run(ctx context.Context, m Message, patience time.Duration, heard func(Message)) (Message, error) {
	if err := ctx.Err(); err != nil {
		return Message{}, err
	}
	if err := d.link.clear(); err != nil {
		return Message{}, port.ErrGone.Because(err)
	}
	late, lost := context.WithoutCancel(ctx), m.Command.lost()
	if err := d.begin(late, m); err != nil {
		return Message{}, err
	}
	until, asked := time.Now().Add(patience), false
	for {
		stop := ctx
		if asked {
			stop = late
		}
		x, err := d.link.receive(stop, time.Until(until))
		switch {
		case err != nil && ctx.Err() != nil && !asked:
			asked, until = true, time.Now().Add(stopTime)
			if err := d.link.send(late, Message{Command: Abort}); err != nil {
				return x, lost.Because(err)
			}
			continue
		case err != nil:
			return x, lost.Because(err)
		case x.Command == Taken || x.Command>>8 == refusal: // to our Abort
			continue
		}
		if heard != nil {
			heard(x)
		}
		if err := d.link.send(late, Message{Command: Taken}); err != nil {
			return x, lost.Because(err)
		}
		if x.Command == Complete || x.Command == Aborted {
			return x, nil
		}
		if !asked {
			until = time.Now().Add(patience)
		}
	}
}

// begin sends a command and waits for the terminal to take it up. One whose answer
// is lost may have taken it up all the same.
func (d *Device) begin(ctx context.Context, m Message) error {
	if err := d.link.send(ctx, m); err != nil {
		return m.Command.lost().Because(err)
	}
	x, err := d.link.receive(ctx, replyTime)
	if err != nil {
		return m.Command.lost().Because(err)
	}
	if r, refused := x.Command.Refused(); refused {
		return r.err()
	}
	if x.Command != Taken {
		return fmt.Errorf("zvt: answer %04X to %04X: %w", x.Command, m.Command, m.Command.lost())
	}
	return nil
}

// lost is what it means that the terminal falls silent over a command.
func (c Command) lost() *fault.Error {
	if c == Authorise || c == Reverse {
		return ErrUnknown
	}
	return ErrSilent
}
