package office

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/chart"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
)

// Catalogue is the pack of forms that is in use.
type Catalogue interface {
	Name() string // "th@1.0.0"
	Form(id string) (*definition.Form, bool)
	Forms() []*definition.Form
}

// Words is the catalogue of what the program says.
type Words interface {
	// Text returns the phrase of a key, with its arguments filled in.
	Text(lang, key string, args map[string]any) string
}

// Profile says which office and station this is.
type Profile struct {
	Office  string            `json:"office"`  // the office's ID, the scope of its feed
	Station string            `json:"station"` // the station's name
	Names   map[string]string `json:"names"`   // the office's name by language
	Country string            `json:"country"` // ISO 3166-1 alpha-2
}

// Config is what an Office is made of. All members but the devices are needed;
// a device that is nil is one that the station does not have.
type Config struct {
	Profile    Profile
	Store      Store
	Forms      Catalogue
	Templates  Templates
	Paper      Typesetter    // nil on a station that is not enrolled
	Working    WorkingPapers // reports and lists
	Cards      CardReader
	PINs       CardPIN
	Pages      PagePrinter
	Receipts   ReceiptPrinter
	Till       Till // takes money at a kiosk
	Terminal   CardTerminal
	Tickets    Tickets // signs what a kiosk hands to the desk
	Queue      Queue   // gives those who take it there a place in the line
	Words      Words   // the catalogue, for what is printed; needed
	Secrets    Secrets // keeps the secret of one-time codes
	KioskRules KioskRules
	Documents  bool         // passports can be read beside cards
	Scanner    bool         // tickets can be shown
	Behind     func() error // why nothing may be written, nil when all is well; nil = never
	Receiver   Receiver
	Machine    Machine
	Road       Road         // nil on a station that does not go out
	Letters    Stick        // likewise
	Map        *chart.Chart // nil where the pack has none
	Holidays   calendar.Holidays
	Policy     register.Policy                                            // which looks at whose records are allowed; nil = every one with a purpose
	Offers     func(pack.Facts) []pack.Offer                              // what a resident may be entitled to; nil = nothing is proposed
	Divisions  func(country, subdistrict, district, province string) bool // whether there is such a place; nil = not checked
	Now        func() time.Time                                           // in the office's own time zone
	NewID      func() string                                              // unique in all offices, sortable by time
	Ready      func() error                                               // waits for what is still being read when the office is made; nil = nothing is
}

// Office is the use cases of one station. It is safe for several goroutines.
type Office struct {
	Config
	hub  hub
	pins pins
	once once
}

// New returns the office of c.
func New(c Config) *Office { return &Office{Config: c} }

// Session is what one officer, or the citizen at a kiosk, does.
type Session struct {
	office  *Office
	Officer act.Officer
	glass   bool   // the account behind glass was opened with a name and a reason
	taker   string // see For
}

// SignIn opens a session. A wrong password costs time, is counted and stands in
// the journal; the error's code is then "wrong_password".
func (o *Office) SignIn(ctx context.Context, officer, password string) (*Session, error) {
	const op = "sign in"
	if o.Ready != nil {
		if err := o.Ready(); err != nil {
			return nil, o.explain(op, err)
		}
	}
	if err := o.Store.CheckPassword(ctx, officer, password); err != nil {
		refused := o.Store.Write(ctx, officer, func(w Writer) error {
			return w.Append(act.SignInRefused, "officer/"+officer, 0, act.Officer{ID: officer})
		})
		return nil, &Error{Op: op, Code: CodeOf(err), Err: errors.Join(err, refused)}
	}
	var who act.Officer
	err := o.Store.Write(ctx, officer, func(w Writer) (err error) {
		if who, err = w.Officer(officer); err != nil {
			return err
		}
		return w.Append(act.SignedIn, "officer/"+officer, 0, act.Officer{ID: officer})
	})
	if who, err = o.atStopped(ctx, who, officer, err); err != nil {
		return nil, o.explain(op, err)
	}
	return &Session{office: o, Officer: who}, nil
}

// Kiosk returns the session of a citizen who serves herself: it may do what the
// forms allow at a kiosk, in the name of the station.
func (o *Office) Kiosk() *Session {
	return &Session{office: o, Officer: act.Officer{ID: o.Profile.Station, Roles: []string{string(Citizen)}}}
}

// Officers returns those who may sign in.
func (o *Office) Officers(ctx context.Context) (officers []act.Officer, err error) {
	err = o.Store.Read(ctx, func(r Reader) error {
		officers, err = r.Officers()
		return err
	})
	return officers, o.explain("list officers", err)
}

// Office returns the office of the session.
func (s *Session) Office() *Office { return s.office }

func (o *Office) today() calendar.Date { return calendar.Of(o.Now()) }

// codes maps the errors of the layers below to the words that a person reads.
var codes = []struct {
	err  error
	code string
}{
	{ErrNotFound, "not_found"},
	{ErrNoNumbers, "no_numbers"},
	{petition.ErrState, "bad_state"},
	{petition.ErrContent, "content_changed"},
	{petition.ErrSelf, "same_officer"},
	{petition.ErrFee, "fee_unpaid"},
}

// explain gives err a code, unless it has one.
func (o *Office) explain(op string, err error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return &Error{Op: op, Code: c.code, Err: err}
		}
	}
	return &Error{Op: op, Code: CodeOf(err), Err: err}
}

func unknownForm(id string) error { return fmt.Errorf("form %q: %w", id, ErrNotFound) }
