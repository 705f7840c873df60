package station

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"strings"
	"time"

	"sala/app/office"
	"sala/devices/barcode"
	"sala/devices/cctalk"
	"sala/devices/mrz"
	"sala/devices/supervisor"
	"sala/forms/calendar"
	"sala/forms/fee"
	"sala/forms/identity"
	"sala/forms/register"
	"sala/forms/seal"
)

// till is the machines that take money as the use cases see them.
type till struct {
	devices *supervisor.Supervisor
	name    string
}

// Name implements office.Till.
func (t till) Name() string { return t.name }

// Take implements office.Till.
func (t till) Take(ctx context.Context, amount fee.Money, moved func(office.Piece) error) error {
	await(ctx, t.devices, t.name)
	err := t.devices.UseTill(ctx, t.name, func(m *cctalk.Till) error {
		_, err := m.Take(ctx, amount.Minor, told(amount.Currency, moved))
		return err
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return coded("take money", err)
}

// Give implements office.Till.
func (t till) Give(ctx context.Context, amount fee.Money, moved func(office.Piece) error) error {
	await(ctx, t.devices, t.name)
	return coded("give money", t.devices.UseTill(ctx, t.name, func(m *cctalk.Till) error {
		_, err := m.Give(ctx, amount.Minor, told(amount.Currency, moved))
		return err
	}))
}

// told turns a machine's moves into the use case's pieces.
func told(currency string, moved func(office.Piece) error) func(cctalk.Move) error {
	return func(m cctalk.Move) error {
		p := office.Piece{What: string(m.What), Amount: fee.Money{Minor: m.Minor, Currency: currency}}
		if m.What == cctalk.NoteBack || m.What == cctalk.CoinsOut {
			p.Amount.Minor = -m.Minor
		}
		return moved(p)
	}
}

// ticketTemplate is what stands for a template in the seal of a ticket: no
// certificate has it.
const ticketTemplate = "ticket"

// tickets signs a kiosk's tickets with the station's seal.
type tickets struct {
	identity seal.Identity
	office   string
	dir      string
	now      func() time.Time
}

// SignTicket implements office.Tickets.
func (t tickets) SignTicket(number, form string, content []byte, at time.Time) (string, error) {
	return seal.Sign(seal.Sealed{Issuer: t.office, Number: number, Template: ticketTemplate, Issued: at,
		Content: sha256.Sum256(append([]byte(form+"\x00"), content...)), Mode: ticketTemplate}, t.identity)
}

// ReadTicket implements office.Tickets.
func (t tickets) ReadTicket(text string) (string, error) {
	trust, err := ReadTrust(t.dir)
	if err != nil {
		return "", err
	}
	s, err := seal.Verify(strings.TrimSpace(text), seal.Trust{Roots: trust.Roots, Now: t.now()})
	if err != nil {
		return "", err
	}
	if s.Template != ticketTemplate || s.Issuer != t.office {
		return "", seal.ErrNotSeal
	}
	return s.Number, nil
}

// PackFiles returns the files of the pack in use, such as its recordings.
func (st *Station) PackFiles() (fs.FS, error) { return packFiles(st.Dir, st.Config) }

// hear turns what a document reader or a scanner has read into an event for the
// screens.
func (st *Station) hear(e supervisor.Event) {
	switch x := e.Reading.(type) {
	case mrz.Document:
		c := documentCard(x, st.Config.Profile.Country, st.Office.Now().Year())
		st.Office.Publish(office.Event{Kind: office.DocumentRead, ID: e.Report.Name, Card: &c, Code: string(e.Code)})
	case barcode.Scan:
		st.Office.Publish(office.Event{Kind: office.SymbolRead, ID: e.Report.Name, Text: x.Text, Code: string(e.Code)})
	default:
		if e.Code != "" {
			st.Office.Publish(office.Event{Kind: office.DocumentRead, ID: e.Report.Name, Code: string(e.Code)})
		}
	}
}

// documentCard is what a passport or an identity card says in its machine
// readable lines. A national number stands in the optional field of some
// countries' documents: it counts when its check digit does.
func documentCard(d mrz.Document, country string, year int) office.Card {
	out := office.Card{
		Reader: office.DocumentReader, Issuer: d.Issuer,
		Names:   map[string]register.Name{"en": {First: title(d.Given), Last: title(d.Surname)}},
		Sex:     register.Sex(map[string]string{"M": string(register.Male), "F": string(register.Female)}[d.Sex]),
		Birth:   calendar.Date{Year: d.Birth.Birthday(year), Month: d.Birth.Month, Day: d.Birth.Day},
		Expires: calendar.Date{Year: d.Expires.Expiry(year), Month: d.Expires.Month, Day: d.Expires.Day},
	}
	for _, field := range []string{d.Optional, d.Optional2, d.Number} {
		if field != "" && identity.Check(country, field).OK() {
			out.NationalNumber = field
			break
		}
	}
	return out
}

// title writes the capitals of a document's lines as names are written.
func title(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}
