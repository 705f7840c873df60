package office

import (
	"context"
	"time"

	"sala/forms/number"
	"sala/forms/petition"
)

// KioskRules say what a kiosk may do by itself, as its office has set it up.
type KioskRules struct {
	// Hours are opening hours by the service's form; "" holds for those that are
	// not named.
	Hours map[string]string `json:"hours,omitempty"`
	// Elsewhere says where to go when the kiosk is closed, by language.
	Elsewhere map[string]string `json:"elsewhere,omitempty"`
	// RegisterDays is how many days after the last word from central papers may
	// still be made from the local register; 0 = seven.
	RegisterDays int `json:"register_days,omitempty"`
	// Patience is how many seconds somebody may do nothing before she is asked
	// whether she is still there; 0 = sixty.
	Patience int `json:"patience_seconds,omitempty"`
	// Stopped takes the kiosk out of service.
	Stopped bool `json:"stopped,omitempty"`
}

// usualDays is how long a register is good for without central.
const usualDays = 7

// Why a service cannot be ended at the kiosk now.
const (
	WhyClosed   = "closed"       // outside of its hours
	WhyPrinter  = "printer"      // nothing can be printed
	WhyPaper    = "paper"        // nothing can be printed until somebody puts paper in
	WhyNumbers  = "no_numbers"   // no leased number is left
	WhyRegister = "register_old" // the register is older than the rule permits
)

// pagesEmpty is the code of a page printer's lamp that is out of paper.
const pagesEmpty = "spooler.paper_out"

// KioskServices returns what a citizen can ask for at this kiosk, and of each
// whether it can be ended here now, by which rule, and as of when.
func (s *Session) KioskServices(ctx context.Context) ([]Service, error) {
	st, err := s.office.Status(ctx)
	if err != nil {
		return nil, err
	}
	list := s.Services()
	for i := range list {
		if err := s.judge(&list[i], st); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// judge says of one service whether it can be ended here now.
func (s *Session) judge(v *Service, st Status) error {
	o, now := s.office, s.office.Now()
	text, named := o.KioskRules.Hours[v.Form.ID]
	if !named {
		text = o.KioskRules.Hours[""]
	}
	hours, err := ParseHours(text)
	if err != nil {
		return o.explain("read the opening hours", err)
	}
	v.Hours, v.Order = hours.String(), petition.StandingOrder(v.Form.ID, v.Form.Version)
	if st.Lamps.Network.Light == LightBad || st.Lamps.Network.Light == LightWarn {
		v.AsOf = st.Journal.LastSync
	}
	paper := false
	for _, l := range v.Form.LeadsTo {
		paper = paper || l.Certificate != ""
	}
	days := o.KioskRules.RegisterDays
	if days == 0 {
		days = usualDays
	}
	old := !st.Journal.LastSync.IsZero() && now.Sub(st.Journal.LastSync) > time.Duration(days)*24*time.Hour
	switch {
	case o.Stopped() || !hours.Open(now, o.Holidays):
		v.Why = WhyClosed
	case paper && st.Lamps.Pages.Light == LightBad && st.Lamps.Pages.Code == pagesEmpty:
		v.Why = WhyPaper
	case paper && st.Lamps.Pages.Light == LightBad:
		v.Why = WhyPrinter
	case paper && st.Numbers[number.Certificates] == 0:
		v.Why = WhyNumbers
	case paper && old:
		v.Why = WhyRegister
	}
	return nil
}
