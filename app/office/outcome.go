package office

import (
	"errors"
	"fmt"
	"maps"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/petition"
	"sala/forms/register"
)

// file begins the petitions that a life event's intake leads to, in the
// transaction in which the intake is submitted: all of them are there, or none.
// Those that are complete are submitted with it; the others wait as drafts.
func (s *Session) file(w Writer, d *Draft) ([]petition.Petition, error) {
	filed, err := d.Sheet.File(s.office.Forms.Form)
	if err != nil {
		return nil, err
	}
	var out []petition.Petition
	for _, f := range filed {
		begun := act.Draft{Petition: s.office.NewID(), Form: f.Form.ID, FormVersion: f.Form.Version, Pack: s.office.Forms.Name(),
			Resident: d.Petition.Resident, Answers: f.Sheet.All(), Event: d.Petition.ID}
		p, err := s.append(w, begun.Petition, act.PetitionDrafted, begun)
		if err == nil && f.Sheet.Complete() {
			var sub act.Submission
			if sub, err = s.submission(p, f.Sheet); err == nil {
				p, err = s.append(w, p.ID, act.PetitionSubmitted, sub)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", f.Form.ID, err)
		}
		out = append(out, p)
	}
	return out, nil
}

// carryOut does in the registers what an approved petition leads to. A petition
// that leads to no certificate, and costs nothing, is fulfilled by it.
func (s *Session) carryOut(w Writer, p petition.Petition) (petition.Petition, error) {
	form, ok := s.office.FormOf(p)
	if !ok {
		return p, unknownForm(p.Form)
	}
	var v Visitor
	if p.Resident != "" {
		var err error
		if v.Resident, err = w.Resident(p.Resident); err != nil {
			return p, err
		}
		if v.Household, err = w.Household(v.Resident.Household); err != nil && !errors.Is(err, ErrNotFound) {
			return p, err
		}
	}
	sheet, err := answer.Open(form, p.Answers, s.env(&v))
	if err != nil {
		return p, err
	}
	paper := false
	for _, o := range sheet.Outcomes() {
		paper = paper || o.Certificate != ""
		if o.Register == "" {
			continue
		}
		if err := s.change(w, p, o); err != nil {
			return p, fmt.Errorf("change the register %s: %w", o.Register, err)
		}
	}
	if paper || p.Due().Minor > 0 {
		return p, nil
	}
	return s.append(w, p.ID, act.PetitionFulfilled, act.Decision{Petition: p.ID, Content: p.Content})
}

// change writes one record as an outcome says.
func (s *Session) change(w Writer, p petition.Petition, o answer.Outcome) error {
	c := act.Change{Register: o.Register, ID: o.Record, Office: s.office.Profile.Office, Set: register.Fields{},
		Effective: s.office.today().String(), Petition: p.ID}
	maps.Copy(c.Set, o.Fields)
	if code, ok := c.Set["household"].(string); ok && o.Register == register.Residents {
		home, err := householdOf(w, code)
		if err != nil {
			return err
		}
		c.Set["household"] = home
	}
	if o.By == "number" && o.Register == register.Residents && c.ID != "" {
		switch r, err := w.ResidentByNumber(c.ID); {
		case err == nil:
			c.ID = r.ID
		case errors.Is(err, ErrNotFound): // somebody of another office
			c.Set["number"], c.ID = c.ID, ""
		default:
			return err
		}
	}
	var base uint64
	if c.ID == "" {
		c.ID = s.office.NewID()
	} else {
		if o.Register == register.Residents { // the record may have been joined to another since
			switch r, err := w.Resident(c.ID); {
			case err == nil:
				c.ID = r.ID
			case !errors.Is(err, ErrNotFound):
				return err
			}
		}
		rec, err := w.Record(o.Register, c.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		base, c.Old = rec.Version, register.Fields{}
		for name := range c.Set {
			if old, ok := rec.Fields[name]; ok {
				c.Old[name] = old
			}
		}
	}
	return w.Append(act.RecordSet, o.Register+"/"+c.ID, base, c)
}

// householdOf returns the household that has a house code, or the code itself
// where this office does not know the house.
func householdOf(r Reader, code string) (string, error) {
	homes, err := recordsBy(r, register.Households, "code", code)
	if err != nil || len(homes) == 0 {
		return code, err
	}
	return homes[0].ID, nil
}
