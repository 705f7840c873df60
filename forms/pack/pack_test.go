package pack_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/pack"
)

// loaded are the packs, read once: a Pack is read-only.
var loaded = map[string]func() (*pack.Pack, error){
	"th": sync.OnceValues(func() (*pack.Pack, error) { return pack.Load(packs.Files("th")) }),
	"kr": sync.OnceValues(func() (*pack.Pack, error) { return pack.Load(packs.Files("kr")) }),
}

func load(t testing.TB, country string) *pack.Pack {
	t.Helper()
	p, err := loaded[country]()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHouseRegisterCopy(t *testing.T) {
	p := load(t, "th")
	form, ok := p.Form("th.house-register-copy")
	if !ok {
		t.Fatal("the form is not there")
	}
	if form.LeadsTo[0].Certificate != "th.house-register-copy" || !form.TwoPersons || strings.Join(form.Languages(), " ") != "th ko en" {
		t.Errorf("%+v in %v", form.LeadsTo, form.Languages())
	}
	s, err := answer.Open(form, nil, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}, Prefill: map[string]any{
		"card":      map[string]any{"number": "1101700230708", "name": "นางสมหญิง ใจดี"},
		"resident":  map[string]any{"position": "head"},
		"household": map[string]any{"code": "50140012345", "address": map[string]any{"subdistrict": "หนองจ๊อม", "province": "เชียงใหม่"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Problems(); len(got) != 1 || got[0].Question != "purpose" || got[0].Code != "required" {
		t.Errorf("with the card read: %v", got)
	}
	_ = s.Set("purpose", "bank")
	_ = s.Set("copies", 2)
	if due, err := s.Fee(); err != nil || due.Minor != 4000 || due.Currency != "THB" || !s.Complete() || s.Value("relation") != "head" {
		t.Errorf("%v %v %v", due, err, s.Problems())
	}
}

func TestLoadSaysEveryFault(t *testing.T) {
	_, err := pack.Load(fstest.MapFS{
		"pack.yaml":    {Data: []byte("id: x\nversion: one\ncountry: TH\ncurrency: THB\nlanguages: [th]\ntitle: {th: x}\n")},
		"forms/a.yaml": {Data: []byte("id: a\n")},
		"forms/b.yaml": {Data: []byte("id: [\n")},
	})
	for _, want := range []string{`pack.yaml: pack_version version="one"`, "forms/a.yaml:1: no_version", "forms/b.yaml:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in:\n%v", want, err)
		}
	}
	if _, ok := err.(definition.Faults); !ok {
		t.Errorf("%T is not Faults", err)
	}
	if _, err := pack.Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is no pack")
	}
}
