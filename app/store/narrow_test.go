package store_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
)

// TestFewPetitionsAreFoundAsMany promises that a filter finds the same petitions
// one by one as it finds by the index, which it asks where they are many.
func TestFewPetitionsAreFoundAsMany(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 60)
	leases(t, s)
	for i := range 30 {
		id := "p" + strconv.Itoa(i)
		submit(t, s, id, resident(2*i).ID)
	}
	paper := issue(t, s, "p3")
	for id, other := range map[string]string{"whole": "Kim Min-su", "apart": "Minburi, Suan Luang"} {
		write(t, s, "malee", func(w office.Writer) error {
			return w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Pack: "th@1.0.0", Answers: map[string]any{"other": other}})
		})
	}
	r := resident(6)
	name := []rune(r.Names["th"].First)
	some := 0
	for text, least := range map[string]int{
		string(name): 1, string(name[:1]): 1, string(name[1:]): 1, r.Names["en"].First: 1, r.Names["en"].First[1:4]: 1,
		r.Names["th"].First + " " + r.Names["th"].Last: 1, r.Names["en"].Last + " " + r.Names["en"].First[:2]: 1,
		r.NationalNumber: 1, r.NationalNumber[:9]: 1, r.NationalNumber[4:]: 1, paper[:strings.LastIndex(paper, "-")+1]: 1, testStation + "-p7": 1,
		"สมัครงาน": 30, "ก": 0, "น": 0, "a": 0, "k": 0, "min-su": 1, "minsu": 1, "min su": 2,
	} {
		through, indexed, err := store.Narrowed(s, text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(through, indexed) {
			t.Errorf("%q finds %v, by the index %v", text, through, indexed)
		}
		if len(through) < least {
			t.Errorf("%q finds %v, want %d or more", text, through, least)
		}
		if len(through) > 0 && len(through) < 30 {
			some++
		}
	}
	if some < 8 {
		t.Errorf("only %d texts narrow the list", some)
	}
}
