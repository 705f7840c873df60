package answer_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
)

const household = `id: th.test
version: 1.0.0
country: TH
area: residents
title: {en: Test}
legal_basis: {en: none}
fee: {minor: 2000, currency: THB, rule: copies * 2000, exempt: [{when: purpose == "welfare", because: {en: welfare}}]}
sections:
  - id: first
    title: {en: One}
    questions:
      - {id: who, kind: national_number, label: {en: Who}, required: true, prefill: card.number}
      - {id: purpose, kind: one_of, label: {en: Purpose}, required: true, options: [{id: court, label: {en: Court}}, {id: welfare, label: {en: Welfare}}, {id: other, label: {en: Other}, relevant: age(birth) >= 20}]}
      - {id: purpose_other, kind: text, label: {en: Which}, relevant: purpose == "other", required: true, max: 10}
      - {id: birth, kind: date, label: {en: Birth}, prefill: resident.birth, constraint: answer <= today, message: {en: not in the future}}
      - {id: copies, kind: number, label: {en: Copies}, default: "1", constraint: answer >= 1 and answer <= 20, message: {en: 1 to 20}}
      - {id: years, kind: number, label: {en: Age}, calculation: age(birth)}
  - id: second
    title: {en: Two}
    relevant: purpose != "court"
    questions:
      - id: members
        kind: group
        label: {en: Members}
        min: 1
        max: 3
        columns:
          - {id: member_name, kind: text, label: {en: Name}, required: true}
          - {id: income, kind: money, label: {en: Income}, relevant: copies > 1}
          - {id: twice, kind: money, label: {en: Twice}, calculation: income * 2}
          - {id: place, kind: number, label: {en: Place}, calculation: row}
      - {id: total_income, kind: money, label: {en: Total}, calculation: 'total(members, "income")'}
      - {id: rich, kind: yes_no, label: {en: Rich}, relevant: total_income > 100000}
`

func open(t testing.TB, answers map[string]any, env answer.Env) *answer.Sheet {
	t.Helper()
	form, err := definition.Read("household.yaml", []byte(household), definition.Library{})
	if err != nil {
		t.Fatal(err)
	}
	if env.Today.IsZero() {
		env.Today = calendar.Date{Year: 2026, Month: 11, Day: 22}
	}
	s, err := answer.Open(form, answers, env)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func set(t testing.TB, s *answer.Sheet, pairs ...any) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := s.Set(pairs[i].(string), pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
}

func codes(problems []answer.Problem) string {
	var out []string
	for _, p := range problems {
		c := p.Question + ":" + p.Code
		if p.Warning {
			c += "?"
		}
		out = append(out, c)
	}
	return strings.Join(out, " ")
}

func TestFilling(t *testing.T) {
	s := open(t, nil, answer.Env{Prefill: map[string]any{"resident": map[string]any{"birth": "1990-05-01"}}})
	if got := codes(s.Problems()); got != "who:required purpose:required members:too_few_rows" {
		t.Errorf("a new sheet: %s", got)
	}
	if s.Value("copies") != int64(1) || s.Value("birth") != "1990-05-01" || s.Value("years") != int64(36) {
		t.Errorf("default, prefill, calculation: %v %v %v", s.Value("copies"), s.Value("birth"), s.Value("years"))
	}
	set(t, s, "who", "1-1017-00230-70-9", "purpose", "court")
	if got := codes(s.Problems()); got != "who:check_digit" {
		t.Errorf("one digit wrong, section away: %s", got)
	}
	set(t, s, "who", "1-1017-00230-70-8")
	if got := s.Value("who"); got != "1101700230708" || !s.Complete() {
		t.Errorf("who %v, %s", got, codes(s.Problems()))
	}
	set(t, s, "purpose", "other", "purpose_other", "ไปต่างประเทศนานๆ", "copies", "๓")
	if got := codes(s.ProblemsOf("purpose_other")); got != "purpose_other:too_long" {
		t.Errorf("a long text: %s", got)
	}
	if s.Value("copies") != int64(3) {
		t.Errorf("Thai digits: %v", s.Value("copies"))
	}
	if f, _ := s.Fee(); f.Minor != 6000 {
		t.Errorf("fee %v", f)
	}
	set(t, s, "purpose", "welfare")
	if f, _ := s.Fee(); f.Minor != 0 || s.Exemption()["en"] != "welfare" {
		t.Errorf("exempt fee %v", f)
	}
}

// Answers survive a change of relevance, and only the relevant are submitted.
func TestRelevanceKeepsAnswers(t *testing.T) {
	s := open(t, nil, answer.Env{})
	set(t, s, "purpose", "other", "birth", "1/5/2533", "purpose_other", "visa", "members[0].member_name", "ก")
	if s.Value("birth") != "1990-05-01" || s.Answers()["purpose_other"] != "visa" {
		t.Fatalf("answers %v", s.Answers())
	}
	set(t, s, "purpose", "court")
	if s.Relevant("purpose_other") || s.Relevant("members[0].member_name") {
		t.Error("still relevant")
	}
	submitted := s.Answers()
	if submitted["purpose_other"] != nil || submitted["members"] != nil {
		t.Errorf("submitted %v", submitted)
	}
	if s.All()["purpose_other"] != "visa" {
		t.Errorf("the draft lost it: %v", s.All())
	}
	again := open(t, s.All(), answer.Env{})
	set(t, again, "purpose", "other")
	if again.Value("purpose_other") != "visa" || again.Value("members[0].member_name") != "ก" {
		t.Errorf("after reopening %v", again.Answers())
	}
}

func TestClearedIsNotPrefilledAgain(t *testing.T) {
	env := answer.Env{Prefill: map[string]any{"resident": map[string]any{"birth": "1990-05-01"}}}
	s := open(t, nil, env)
	set(t, s, "birth", "", "copies", nil)
	again := open(t, s.All(), env)
	if again.Value("birth") != nil || again.Value("copies") != nil {
		t.Errorf("birth %v copies %v", again.Value("birth"), again.Value("copies"))
	}
}

func TestRows(t *testing.T) {
	s := open(t, nil, answer.Env{})
	set(t, s, "who", "1101700230708", "purpose", "welfare", "copies", 2, "birth", "1990-05-01")
	set(t, s, "members[0].member_name", "ก", "members[0].income", "600.50", "members[1].income", int64(50000))
	if s.Value("total_income") != int64(110050) || !s.Relevant("rich") {
		t.Errorf("total %v", s.Value("total_income"))
	}
	if s.Value("members[0].twice") != int64(120100) || s.Value("members[1].place") != int64(2) {
		t.Errorf("twice %v place %v", s.Value("members[0].twice"), s.Value("members[1].place"))
	}
	if got := codes(s.Problems()); got != "members[1].member_name:required" {
		t.Errorf("problems %s", got)
	}
	set(t, s, "copies", 1) // takes the incomes out of relevance, in rows
	if s.Value("total_income") != int64(0) || s.Relevant("members[0].income") || s.Relevant("rich") {
		t.Errorf("total %v without incomes", s.Value("total_income"))
	}
	set(t, s, "copies", 2)
	if err := s.RemoveRow("members[0]"); err != nil {
		t.Fatal(err)
	}
	if s.Rows("members") != 1 || s.Value("members[0].place") != int64(1) || s.Value("total_income") != int64(50000) {
		t.Errorf("after removal: %v %v %v", s.Rows("members"), s.Value("members[0].place"), s.Value("total_income"))
	}
	for range 2 {
		if _, err := s.AddRow("members"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.AddRow("members"); !errors.Is(err, answer.ErrNoQuestion) {
		t.Errorf("a fourth row of three: %v", err)
	}
}

func TestOptions(t *testing.T) {
	s := open(t, nil, answer.Env{})
	offered := func() string {
		var ids []string
		for _, o := range s.Options("purpose") {
			ids = append(ids, o.ID)
		}
		return strings.Join(ids, " ")
	}
	set(t, s, "birth", "2020-01-01")
	if got := offered(); got != "court welfare" {
		t.Errorf("a child is offered %s", got)
	}
	set(t, s, "birth", "1990-01-01", "purpose", "other")
	if got := offered(); got != "court welfare other" {
		t.Errorf("an adult is offered %s", got)
	}
	set(t, s, "birth", "2020-01-01")
	if got := codes(s.ProblemsOf("purpose")); got != "purpose:option_not_offered" {
		t.Errorf("an option that went away: %s", got)
	}
}

func TestNormal(t *testing.T) {
	for _, c := range []struct {
		kind  definition.Kind
		given any
		want  any
		code  string
	}{
		{definition.Integer, "1,234", int64(1234), ""},
		{definition.Integer, 3.0, int64(3), ""},
		{definition.Integer, "3.5", nil, "not_whole"},
		{definition.Integer, "abc", nil, "not_a_number"},
		{definition.Integer, uint64(7), int64(7), ""},
		{definition.Integer, true, nil, "not_a_number"},
		{definition.Decimal, "0012.500", "12.5", ""},
		{definition.Decimal, "-0.0", "0", ""},
		{definition.Decimal, "1e5", nil, "not_a_number"},
		{definition.Money, "20", int64(2000), ""},
		{definition.Money, "฿1,020.25", int64(102025), ""},
		{definition.Money, "0.001", nil, "not_money"},
		{definition.Money, int64(2000), int64(2000), ""},
		{definition.Date, "22 พ.ย. 2569", "2026-11-22", ""},
		{definition.Date, "1950-00-00", "1950-00-00", ""},
		{definition.Date, "30/02/2569", nil, "not_a_date"},
		{definition.Time, "09:05:00", "09:05", ""},
		{definition.Time, "25:00", nil, "not_a_time"},
		{definition.YesNo, "ใช่", true, ""},
		{definition.YesNo, "perhaps", nil, "not_yes_no"},
		{definition.ManyOf, "a b a", []any{"a", "b"}, ""},
		{definition.ManyOf, []any{"z"}, nil, "no_such_option"},
		{definition.OneOf, "z", nil, "no_such_option"},
		{definition.ShortText, "  x ", "x", ""},
		{definition.ShortText, "\xff", nil, "not_text"},
		{definition.ShortText, []any{}, nil, "not_text"},
		{definition.Address, map[string]any{"subdistrict": "หนองจ๊อม", "province": "เชียงใหม่"}, map[string]any{"subdistrict": "หนองจ๊อม", "province": "เชียงใหม่"}, ""},
		{definition.Address, map[string]any{"subdistrict": "หนองจ๊อม"}, map[string]any{"subdistrict": "หนองจ๊อม"}, "address_incomplete"},
		{definition.Address, map[string]any{"planet": "x"}, nil, "not_an_address"},
		{definition.Location, map[string]any{"lat": 18.8, "lon": 99.0}, map[string]any{"lat": 18.8, "lon": 99.0}, ""},
		{definition.Location, map[string]any{"lat": 180.0, "lon": 99.0}, nil, "not_a_location"},
		{definition.Location, map[string]any{"lat": 18.8, "lon": 99.0, "accuracy": 12.5}, map[string]any{"lat": 18.8, "lon": 99.0, "accuracy": 12.5}, ""},
		{definition.Location, map[string]any{"lat": 18.8, "lon": 99.0, "accuracy": -1.0}, nil, "not_an_accuracy"},
		{definition.Location, map[string]any{"lat": 18.8, "lon": 99.0, "accuracy": "near"}, nil, "not_an_accuracy"},
		{definition.Location, "18.8", nil, "not_a_location"},
		{definition.DateTime, "๒๒/๑๑/๒๕๖๙ ๐๙:๓๐", "2026-11-22T09:30", ""},
		{definition.DateTime, "2026-11-22T09:30:15Z", "2026-11-22T09:30:15Z", ""},
		{definition.DateTime, "2026-11-22", nil, "not_a_date_time"},
		{definition.DateTime, "2026-11-22T25:00", nil, "not_a_date_time"},
		{definition.DateTime, "2026-13-22T09:00", nil, "not_a_date_time"},
		{definition.Line, "18.78, 98.98\n18.79, 98.99\n", "18.78 98.98; 18.79 98.99", ""},
		{definition.Line, "18.78 98.98", nil, "not_a_line"},
		{definition.Line, "98.98 18.78; x", nil, "not_a_line"},
		{definition.Line, "18.78 198.98; 18.79 98.99", nil, "not_a_line"},
		{definition.Outline, "18 98; 18 99; 19 99", "18 98; 18 99; 19 99; 18 98", ""},
		{definition.Outline, "18 98; 18 99; 18 98", nil, "not_an_outline"},
		{definition.Photo, strings.Repeat("0a", 32), strings.Repeat("0a", 32), ""},
		{definition.Photo, "x", nil, "not_an_attachment"},
		{definition.NationalNumber, 1101700230708, "1101700230708", ""},
	} {
		q := definition.Question{ID: "q", Kind: c.kind, Label: definition.Text{"en": "q"}}
		if c.kind == definition.OneOf || c.kind == definition.ManyOf {
			q.Options = []definition.Option{{ID: "a", Label: definition.Text{"en": "a"}}, {ID: "b", Label: definition.Text{"en": "b"}}}
		}
		form := &definition.Form{ID: "x", Country: "TH", Fee: definition.Fee{Currency: "THB"}, Sections: []definition.Section{{ID: "s", Questions: []definition.Question{q}}}}
		s, err := answer.Open(form, nil, answer.Env{})
		if err != nil {
			t.Fatal(err)
		}
		set(t, s, "q", c.given)
		code := ""
		if p := s.Problems(); len(p) > 0 {
			code = p[0].Code
		}
		if got := s.Value("q"); !reflect.DeepEqual(got, c.want) || code != c.code {
			t.Errorf("%s %v: %v %q, want %v %q", c.kind, c.given, got, code, c.want, c.code)
		}
	}
}

func TestUnknownPaths(t *testing.T) {
	s := open(t, nil, answer.Env{})
	for _, path := range []string{"", "nothing", "who[0]", "members[5].member_name", "members.member_name", "members[0].nothing", "members[-1].member_name", "members[x].member_name", "who.x"} {
		if err := s.Set(path, "x"); !errors.Is(err, answer.ErrNoQuestion) {
			t.Errorf("Set(%q) = %v", path, err)
		}
	}
	if slices.Contains([]bool{s.Relevant("nothing"), s.Required("nothing")}, true) || s.Value("nothing") != nil {
		t.Error("an unknown question has a state")
	}
}
