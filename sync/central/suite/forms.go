package suite

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/wire"
)

// dogPack is a pack of one form: a dog is registered for twenty baht a tag, by
// two persons.
func dogPack(version string) fs.FS {
	return fstest.MapFS{
		"pack.yaml": {Data: []byte("id: x\nversion: " + version + "\ncountry: TH\nlanguages: [th, en, ko]\ncurrency: THB\ntitle: {th: ทดลอง, en: Trial, ko: 시험}\n")},
		"forms/x.dog.yaml": {Data: []byte(`id: x.dog
version: ` + version + `
code: ด.1
country: TH
area: animal_husbandry
title: {th: ขึ้นทะเบียนสุนัข, en: Dog registration, ko: 반려견 등록}
legal_basis: {th: ทดลอง, en: Trial, ko: 시험}
confirmed: false
unconfirmed: {th: ทดลอง, en: Trial, ko: 시험}
fee: {minor: 2000, currency: THB, rule: tags * unit}
approvals: [head]
two_persons: true
sections:
  - id: dog
    title: {th: สุนัข, en: Dog, ko: 반려견}
    questions:
      - {id: dog_name, kind: text, label: {th: ชื่อ, en: Name, ko: 이름}, required: 'true', max: 40}
      - {id: born, kind: date, label: {th: เกิด, en: Born, ko: 출생}, constraint: answer <= today, message: {th: ก, en: a, ko: 가}}
      - {id: tags, kind: number, label: {th: ป้าย, en: Tags, ko: 표}, required: 'true', constraint: answer > 0 and answer < 10, message: {th: ก, en: a, ko: 가}}
      - {id: twice, kind: number, label: {th: สองเท่า, en: Twice, ko: 두 배}, calculation: tags * 2}
      - {id: vaccinated, kind: yes_no, label: {th: ฉีด, en: Vaccinated, ko: 접종}, required: 'true'}
      - {id: vaccine, kind: text, label: {th: วัคซีน, en: Vaccine, ko: 백신}, relevant: vaccinated, required: vaccinated}
`)},
		"examples/x.dog.json": {Data: []byte(`{"pass": {"dog_name": "ดำ", "tags": 1, "vaccinated": false}, "fee": 2000, "fail": {"dog_name": null}, "problems": ["dog_name:required"]}`)},
	}
}

// checking returns the same central with packs of its own.
func (c *court) checking(packs ...fs.FS) *court {
	config := c.Config
	config.Packs = packs
	return &court{t: c.t, store: c.store, Central: central.New(config)}
}

// dog drafts and hands in a dog's registration; twist is what a desk's own
// program would not do.
func (w *witness) dog(id, packName, version string, twist func(*act.Submission)) []byte {
	s := act.Submission{Petition: id, Answers: map[string]any{"dog_name": "ดำ", "born": "2024-01-01", "tags": int64(2), "twice": int64(4), "vaccinated": true, "vaccine": "พิษสุนัขบ้า"},
		Fee: fee.Money{Minor: 4000, Currency: "THB"}, Line: []string{"head"}, Two: true}
	if twist != nil {
		twist(&s)
	}
	var err error
	if s.Content, err = petition.Content("x.dog", version, "r", s.Answers, s.Fee); err != nil {
		w.court.t.Fatal(err)
	}
	w.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "x.dog", FormVersion: version, Pack: packName, Resident: "r"})
	w.Append("clerk", act.PetitionSubmitted, "petition/"+id, 1, s)
	return s.Content
}

// formRules promises that central takes what the form takes and nothing else,
// with the reason for each question.
func formRules(t *testing.T, c *court) {
	c = c.checking(dogPack("1.0.0"))
	w := c.station("S1", "A")
	tomorrow := time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	for name, test := range map[string]struct {
		twist func(*act.Submission)
		want  []string
	}{
		"as it should be":                {nil, nil},
		"a required answer is missing":   {func(s *act.Submission) { delete(s.Answers, "dog_name") }, []string{"dog_name:required"}},
		"not a number":                   {func(s *act.Submission) { s.Answers["tags"] = "many" }, []string{"tags:not_a_number", "fee:differs", "twice:differs"}},
		"beyond a constraint":            {func(s *act.Submission) { s.Answers["born"] = tomorrow }, []string{"born:constraint"}},
		"calculated otherwise":           {func(s *act.Submission) { s.Answers["twice"] = int64(5) }, []string{"twice:differs"}},
		"an answer that is not asked":    {func(s *act.Submission) { s.Answers["vaccinated"] = false }, []string{"vaccine:not_asked"}},
		"a question that there is not":   {func(s *act.Submission) { s.Answers["<script> x"] = "y" }, []string{"?:not_asked"}},
		"a fee that is waived by itself": {func(s *act.Submission) { s.Fee.Minor = 0 }, []string{"fee:differs"}},
		"the second person is left out":  {func(s *act.Submission) { s.Two = false }, []string{"approvals:differs"}},
		"the line is shortened":          {func(s *act.Submission) { s.Line = nil }, []string{"approvals:differs"}},
	} {
		id := "p-" + strings.ReplaceAll(name, " ", "-")
		w.dog(id, "x@1.0.0", "1.0.0", test.twist)
		v := w.push()
		last := v[len(v)-1]
		if test.want == nil {
			if last.Outcome != wire.Accepted {
				t.Errorf("%s: %+v", name, last)
			}
			continue
		}
		if last.Outcome != wire.Conflict || last.Reason != central.ReasonForm {
			t.Errorf("%s: %+v, want it set aside for its form", name, last)
		}
		for _, f := range test.want {
			if !slices.Contains(last.Fields, f) {
				t.Errorf("%s: the fields are %v, want %s", name, last.Fields, f)
			}
		}
	}
	w.dog("p-none", "", "1.0.0", nil)
	w.last(wire.Conflict, central.ReasonFormUnknown)
}

// formWaits promises that a petition of a form that central has not got yet, and
// all that follows on it, is kept and taken when the pack has come.
func formWaits(t *testing.T, c *court) {
	c = c.checking(dogPack("1.0.0"))
	ctx := context.Background()
	w := c.station("S1", "A")
	content := w.dog("p1", "x@1.1.0", "1.1.0", nil)
	w.last(wire.Conflict, central.ReasonFormUnknown)
	w.Append("head", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	w.last(wire.Conflict, central.ReasonDepends)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := pack.Sign(dogPack("1.1.0"), key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddPack(ctx, signed); !errors.Is(err, pack.ErrUntrusted) {
		t.Errorf("a pack of a stranger: %v", err)
	}
	if err := c.TrustPacks(ctx, key.Public().(ed25519.PublicKey)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddPack(ctx, signed[:len(signed)-9]); err == nil {
		t.Error("a damaged pack was taken")
	}
	if _, err := c.AddPack(ctx, signed); err != nil {
		t.Fatal(err)
	}
	other := dogPack("1.1.0").(fstest.MapFS)
	other["tables/more.csv"] = &fstest.MapFile{Data: []byte("a,b\n1,2\n")}
	changed, err := pack.Sign(other, key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddPack(ctx, changed); !errors.Is(err, central.ErrSamePack) {
		t.Errorf("another pack under the same version: %v", err)
	}
	all, err := c.Petitions(ctx, "A", 10)
	if err != nil || len(all) != 1 || all[0].State != petition.Approved {
		t.Errorf("after the pack came: %+v, %v", all, err)
	}
	if asides, err := c.Asides(ctx, "A", 10); err != nil || len(asides) != 0 {
		t.Errorf("still set aside: %+v, %v", asides, err)
	}
	// another process over the same store reads the pack from there
	fresh := c.checking(dogPack("1.0.0"))
	w.court = fresh
	w.dog("p2", "x@1.1.0", "1.1.0", nil)
	w.last(wire.Accepted, "")
}

// formStands promises that a person may let a petition stand as it is.
func formStands(t *testing.T, c *court) {
	c = c.checking(dogPack("1.0.0"))
	ctx := context.Background()
	w := c.station("S1", "A")
	content := w.dog("p1", "x@1.0.0", "1.0.0", func(s *act.Submission) {
		s.Answers["tags"], s.Answers["twice"], s.Fee.Minor = int64(12), int64(24), 24000
	})
	w.Append("head", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	w.Append("head", act.RecordSet, "licence/l1", 0, act.Change{Register: "licence", ID: "l1", Office: "A", Set: register.Fields{"holder": "r"}, Petition: "p1"})
	v := w.push()
	if got := v[len(v)-3]; got.Reason != central.ReasonForm {
		t.Fatalf("the petition: %+v", got)
	}
	for _, after := range v[len(v)-2:] { // what it led to in the registers waits, too
		if after.Outcome != wire.Conflict || after.Reason != central.ReasonDepends {
			t.Errorf("what builds on it: %+v", after)
		}
	}
	seq := v[len(v)-3].Seq
	if err := c.Settle(ctx, "official", "S1", seq, central.SettleAgain); !errors.Is(err, central.ErrStillSet) {
		t.Errorf("looked at again: %v", err)
	}
	if err := c.Settle(ctx, "official", "S1", seq, central.SettleMine); err != nil {
		t.Fatal(err)
	}
	all, err := c.Petitions(ctx, "A", 10)
	if err != nil || len(all) != 1 || all[0].State != petition.Approved {
		t.Errorf("after it was let stand: %+v, %v", all, err)
	}
	if asides, err := c.Asides(ctx, "A", 10); err != nil || len(asides) != 0 {
		t.Errorf("still set aside: %+v, %v", asides, err)
	}
}
