package office

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/forms/script"
	"sala/forms/seal"
)

// Templates are the certificates that the station can make out.
type Templates interface {
	Template(id string) (*certificate.Template, bool)
}

// document makes out the certificate that a petition's form leads to, from the
// register as it is now and from the petition's answers.
func (s *Session) document(r Reader, p petition.Petition, number string) (certificate.Document, error) {
	const op = "make out a certificate"
	form, ok := s.office.FormOf(p)
	if !ok {
		return certificate.Document{}, unknownForm(p.Form)
	}
	t, own, err := s.certified(r, form, p)
	if err != nil {
		return certificate.Document{}, err
	}
	values, err := known(r, p, t.Language)
	if err != nil {
		return certificate.Document{}, err
	}
	answers(values, form, p, t)
	maps.Copy(values, own)
	issue, err := s.particulars(r, p, t.Language, number)
	if err != nil {
		return certificate.Document{}, err
	}
	doc, err := t.Fill(values, issue)
	return doc, paperError(op, err)
}

// paperError gives an error about what should stand on paper its code: a field
// that is missing, a character that cannot be printed, a key that has expired.
func paperError(op string, err error) error {
	var field *certificate.FieldError
	var character *script.CharacterError
	switch {
	case errors.As(err, &field):
		return &Error{Op: op, Code: "field", Args: map[string]any{"field": field.Name()}, Err: err}
	case errors.As(err, &character):
		return &Error{Op: op, Code: "character", Args: map[string]any{
			"character": character.Seen(), "code": fmt.Sprintf("%04X", character.Rune), "text": character.Context()}, Err: err}
	case errors.Is(err, seal.ErrKeyExpired):
		return &Error{Op: op, Code: "key_expired", Err: err}
	}
	return err
}

// particulars is what stands on every certificate: by whom, when, by which
// standing order if no officer approved it, and that it is provisional. The paper is
// printed before central has acknowledged its issue; whoever verifies it later can see
// that it became final.
func (s *Session) particulars(r Reader, p petition.Petition, language, number string) (certificate.Issue, error) {
	signer, err := s.signatory(r, p)
	if err != nil {
		return certificate.Issue{}, err
	}
	state, err := r.Journal()
	if err != nil {
		return certificate.Issue{}, err
	}
	now := s.office.Now()
	issue := certificate.Issue{
		Number: number, On: calendar.Of(now), At: now.Unix(), Provisional: true, Order: p.Order(),
		Issuer:  certificate.Issuer{ID: s.office.Profile.Office, Names: s.office.Profile.Names},
		Officer: certificate.Signatory{ID: signer.ID, Name: inLanguage(signer.Names, language), Title: inLanguage(signer.Title, language)},
	}
	if !p.Fee.IsZero() {
		issue.Fee = p.Fee.Text(language)
	}
	if !state.LastSync.IsZero() {
		at := state.LastSync.In(now.Location())
		issue.AsOf = calendar.Of(at).Long(language) + at.Format(" 15:04")
	}
	return issue, nil
}

// signatory is the officer who approved; under a standing order, the registrar.
func (s *Session) signatory(r Reader, p petition.Petition) (act.Officer, error) {
	for _, d := range slices.Backward(p.Decisions) {
		if d.Kind != act.PetitionApproved {
			continue
		}
		if o, err := r.Officer(d.By); !errors.Is(err, ErrNotFound) {
			return o, err
		}
		break
	}
	officers, err := r.Officers()
	if err != nil {
		return act.Officer{}, err
	}
	for _, role := range []Role{Registrar, HeadOfSection} {
		for _, o := range officers {
			if slices.Contains(o.Roles, string(role)) {
				return o, nil
			}
		}
	}
	return s.Officer, nil
}

func inLanguage(words map[string]string, language string) string {
	return definition.Text(words).In(language)
}

// known is what the register says, under the names that templates use: resident,
// household, head, applicant and members.
func known(r Reader, p petition.Petition, language string) (map[string]any, error) {
	out := map[string]any{}
	if p.Resident == "" {
		return out, nil
	}
	resident, err := r.Resident(p.Resident)
	if err != nil {
		return nil, err
	}
	household, err := r.Household(resident.Household)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	members, err := r.Members(resident.Household)
	if err != nil {
		return nil, err
	}
	out = answer.About(resident, household, members, language)
	person := func(x register.Resident) map[string]any {
		return present(map[string]any{
			"name": x.Name(language), "number": x.NationalNumber, "sex": string(x.Sex), "birth": x.Birth.String(), "nationality": x.Nationality,
			"position": string(x.Position), "relation": x.Relation, "moved_in": x.MovedIn.String(), "moved_from": x.MovedFrom,
			"father": x.Father.Name, "mother": x.Mother.Name, "state": "resident",
		})
	}
	var rows []any
	for _, m := range members {
		rows = append(rows, person(m))
	}
	if len(members) > 0 {
		out["head"] = person(members[0])
	}
	out["members"], out["applicant"], out["resident"] = rows, person(resident), person(resident)
	out["household"] = present(map[string]any{
		"code": household.HouseCode, "address": household.Address.Line(), "kind": household.Kind, "registered": household.Registered.String(),
		"moved_in": resident.MovedIn.String(), "since": household.Registered.String(),
	})
	return out, nil
}

func present(m map[string]any) map[string]any {
	for k, v := range m {
		if v == "" {
			delete(m, k)
		}
	}
	return m
}

// answers adds the petition's answers: under their own names, and an answer
// "child_name" also as the template's "child.name". A choice is given in words,
// unless the template has words of its own for it.
func answers(values map[string]any, form *definition.Form, p petition.Petition, t *certificate.Template) {
	for _, q := range form.Questions() {
		v, ok := p.Answers[q.ID]
		if !ok || v == nil || certificate.AnswerTo(q.ID, []*definition.Question{q}) == nil { // a file is no text
			continue
		}
		names := []string{q.ID}
		if strings.Contains(q.ID, "_") {
			names = append(names, strings.Replace(q.ID, "_", ".", 1))
		}
		for _, name := range names {
			if field, wanted := t.Fields[name]; wanted {
				values[name] = written(form, q, v, field, t.Language)
			}
		}
	}
}

// written is an answer as a template of that kind of field takes it.
func written(form *definition.Form, q *definition.Question, v any, field certificate.Field, language string) any {
	switch q.Kind {
	case definition.OneOf:
		if field.Kind == certificate.Choice {
			return v
		}
		return label(form, q, v, language)
	case definition.ManyOf:
		var words []string
		list, _ := v.([]any)
		for _, one := range list {
			words = append(words, fmt.Sprint(label(form, q, one, language)))
		}
		return strings.Join(words, ", ")
	case definition.Group, definition.Table:
		return rows(form, q, v, field, language)
	case definition.Address:
		return answer.AnsweredAddress(v).Line()
	case definition.Integer:
		if field.Kind == certificate.Text {
			return fmt.Sprint(v)
		}
	case definition.Decimal:
		if f, ok := v.(float64); ok && field.Kind == certificate.Count {
			return int64(math.Round(f))
		}
	}
	return v
}

// label is the words of a chosen option.
func label(form *definition.Form, q *definition.Question, v any, language string) any {
	options := q.Options
	if q.List != "" {
		options = form.Lists[q.List]
	}
	for _, o := range options {
		if o.ID == v {
			return o.Label.In(language)
		}
	}
	return v
}
