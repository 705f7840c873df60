package office

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
)

// Visitor is the person at the desk: who it is, where she lives and with whom,
// and what is under way for her.
type Visitor struct {
	Card      *Card               `json:"card,omitempty"` // nil when nobody showed one
	Known     bool                `json:"known"`          // the register has her
	PIN       bool                `json:"pin,omitempty"`  // she typed her card's PIN
	Resident  register.Resident   `json:"resident"`
	Household register.Household  `json:"household"`
	Members   []register.Resident `json:"members"` // of the household, head first
	Petitions []petition.Petition `json:"petitions"`
	Differs   []string            `json:"differs,omitempty"` // fields in which card and register differ
	Offers    []pack.Offer        `json:"offers,omitempty"`  // what she may be entitled to and has not asked for
}

// Holder returns the visitor's name: as the register has it, or else the card.
func (v Visitor) Holder(language string) string {
	if v.Known || v.Card == nil {
		return v.Resident.Name(language)
	}
	return register.Resident{Names: v.Card.Names}.Name(language)
}

// Service is something that a person can ask for.
type Service struct {
	Form *definition.Form
	// Of a kiosk only: why it cannot be ended there now ("" it can), its hours,
	// the order by which it is given without an officer, and as of when the
	// register is where central is out of reach.
	Why   string
	Hours string
	Order string
	AsOf  time.Time
}

// ReadCard reads the card in the reader. The error's code is the reader's:
// "reader.no_card", "reader.card_pulled", ...
func (s *Session) ReadCard(ctx context.Context, progress func(CardProgress)) (Card, error) {
	const op = "read the card"
	if s.office.Cards == nil {
		return Card{}, &Error{Op: op, Code: "reader.none"}
	}
	if progress == nil {
		progress = func(CardProgress) {}
	}
	card, err := s.office.Cards.ReadCard(ctx, progress)
	return card, s.office.explain(op, err)
}

// Identify finds the card's holder in the register. The reading and the look at
// the record are entries of the journal. A holder whom the register does not
// know is a Visitor that is not Known, not an error.
func (s *Session) Identify(ctx context.Context, card Card) (Visitor, error) {
	v := Visitor{Card: &card}
	if err := s.need("identify", Serve); err != nil {
		return v, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		r, err := holder(w, card)
		if errors.Is(err, ErrNotFound) {
			return w.Append(act.CardRead, "card", 0, act.CardReading{Reader: card.Reader})
		}
		if err != nil {
			return err
		}
		v.Differs = differences(card, r)
		if err := w.Append(act.CardRead, "resident/"+r.ID, r.Version, act.CardReading{Reader: card.Reader, Resident: r.ID, Differs: v.Differs}); err != nil {
			return err
		}
		return s.look(w, &v, r, Look{Purpose: register.ForCitizen, Consent: register.ByCard})
	})
	return v, s.office.explain("identify", err)
}

// Visit opens a resident's record without a card. The purpose (see ReadLook)
// stands in the journal, where the citizen can see it.
func (s *Session) Visit(ctx context.Context, resident, purpose string) (Visitor, error) {
	return s.VisitFor(ctx, resident, ReadLook(purpose))
}

// VisitFor is Visit with all that a look says.
func (s *Session) VisitFor(ctx context.Context, resident string, l Look) (Visitor, error) {
	var v Visitor
	if err := s.need("open a record", LookUp); err != nil {
		return v, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		r, err := w.Resident(resident)
		if err != nil {
			return err
		}
		return s.look(w, &v, r, l)
	})
	return v, s.office.explain("open a record", err)
}

func (s *Session) look(w Writer, v *Visitor, r register.Resident, l Look) (err error) {
	if err := s.looks(w, register.Residents, r.ID, r.Version, l); err != nil {
		return err
	}
	v.Known, v.Resident = true, r
	if r.Household != "" {
		if v.Household, err = w.Household(r.Household); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if v.Members, err = w.Members(r.Household); err != nil {
			return err
		}
	}
	if v.Petitions, err = w.Petitions(PetitionFilter{Resident: r.ID, Limit: 20}); err != nil {
		return err
	}
	if err := s.offer(w, v); err != nil {
		return err
	}
	return nil
}

// offer proposes what the pack's rules find the resident entitled to. Nothing is
// ever filed by it.
func (s *Session) offer(r Reader, v *Visitor) (err error) {
	if s.office.Offers == nil {
		return nil
	}
	known := answer.About(v.Resident, v.Household, v.Members, s.office.Profile.Language())
	facts := pack.Facts{Today: s.office.today()}
	facts.Resident, _ = known["resident"].(map[string]any)
	facts.Household, _ = known["household"].(map[string]any)
	for _, p := range v.Petitions {
		facts.Asked = append(facts.Asked, p.Form)
	}
	if facts.Records, err = theirRecords(r, v.Resident.NationalNumber); err != nil {
		return err
	}
	v.Offers = s.office.Offers(facts)
	return nil
}

// theirRecords are the records in which somebody stands by the national number:
// licences, benefits, vehicles; each with its register.
func theirRecords(r Reader, number string) ([]map[string]any, error) {
	if number == "" {
		return nil, nil
	}
	hits, err := r.Find(number, mostRecords)
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	for _, h := range hits {
		if h.What == register.Residents || h.What == register.Households || h.What == "petition" {
			continue
		}
		rec, err := r.Record(h.What, h.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		row := maps.Clone(map[string]any(rec.Fields))
		row["register"] = rec.Register
		out = append(out, row)
	}
	return out, nil
}

// differences names the fields in which the card and the register disagree.
func differences(c Card, r register.Resident) []string {
	var out []string
	for _, lang := range []string{"th", "ko", "en"} {
		if a, b := c.Names[lang], r.Names[lang]; !a.IsZero() && !b.IsZero() && a != b {
			out = append(out, "name_"+lang)
		}
	}
	if !c.Birth.IsZero() && c.Birth != r.Birth {
		out = append(out, "birth")
	}
	if c.Sex != "" && c.Sex != r.Sex {
		out = append(out, "sex")
	}
	return out
}

// Find searches residents, households and petitions together.
func (s *Session) Find(ctx context.Context, query string, limit int) (hits []Hit, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		hits, err = r.Find(query, limit)
		return err
	})
	return hits, s.office.explain("find", err)
}

// Services returns what can be asked for in this session, in the pack's order.
func (s *Session) Services() []Service {
	kiosk := slices.Contains(s.Officer.Roles, string(Citizen))
	var out []Service
	for _, f := range s.office.Forms.Forms() {
		if !kiosk || f.Kiosk && !f.LifeEvent {
			out = append(out, Service{Form: f})
		}
	}
	return out
}

// Petitions returns petitions, the newest change first.
func (s *Session) Petitions(ctx context.Context, filter PetitionFilter) (list []petition.Petition, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		list, err = r.Petitions(filter)
		return err
	})
	return list, s.office.explain("list petitions", err)
}
