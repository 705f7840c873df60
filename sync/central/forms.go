package central

import (
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/sync/journal"
)

// formRules applies the rules of its form to a submission: what a desk's own
// program would not have taken is set aside, with each question and its trouble.
// The zero ruling says that all is well.
func (in *intake) formRules(e *journal.Entry, p petition.Petition, s act.Submission) (ruling, error) {
	if !in.central.checksForms || in.insisting {
		return ruling{}, nil
	}
	k, err := in.central.pack(in.tx, p.Pack)
	if err != nil {
		return ruling{}, err
	}
	if k == nil {
		return conflict(ReasonFormUnknown), nil
	}
	form, ok := k.Form(p.Form)
	if !ok || form.Version != p.FormVersion {
		return conflict(ReasonFormUnknown), nil
	}
	if !slices.Equal(s.Line, form.Approvals) || s.Two != form.TwoPersons {
		return conflict(ReasonForm, "approvals:"+answer.Differs), nil
	}
	day := calendar.Of(e.Time.Wall().In(ZoneOf(in.offices[in.station.Office].Country)))
	wrong, err := wrongAnswers(form, s, day)
	if err != nil || len(wrong) == 0 {
		return ruling{}, err
	}
	// a form that was opened before midnight goes by the day before
	again, err := wrongAnswers(form, s, day.AddDays(-1))
	if err != nil || len(again) == 0 {
		return ruling{}, err
	}
	return conflict(ReasonForm, wrong...), nil
}

// most is how many troubles of one petition are told.
const most = 20

// wrongAnswers returns "question:code" of what is wrong.
func wrongAnswers(form *definition.Form, s act.Submission, today calendar.Date) ([]string, error) {
	r, err := answer.Recheck(form, s.Answers, answer.Env{Today: today})
	if err != nil {
		return nil, err
	}
	if r.FeeSure && r.Fee != s.Fee {
		r.Problems = append(r.Problems, answer.Problem{Question: "fee", Code: answer.Differs})
	}
	var out []string
	for _, p := range r.Problems[:min(len(r.Problems), most)] {
		out = append(out, nameable(p.Question)+":"+p.Code)
	}
	return out, nil
}

// nameable keeps what a station invented out of the names of questions.
func nameable(question string) string {
	if len(question) > 64 || !slices.ContainsFunc([]rune(question), func(r rune) bool { return r > ' ' }) {
		return "?"
	}
	for _, r := range question {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '[' || r == ']' {
			continue
		}
		return "?"
	}
	return question
}

// ZoneOf returns the time by which the offices of a country count their days.
func ZoneOf(country string) *time.Location {
	switch country {
	case "TH":
		return time.FixedZone("ICT", 7*60*60)
	case "KR":
		return time.FixedZone("KST", 9*60*60)
	}
	return time.UTC
}
