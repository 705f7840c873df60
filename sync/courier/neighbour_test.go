package courier_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/courier"
	"sala/sync/journal"
)

func card(t *testing.T, s *courier.Station) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.WriteCard(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestLetter promises that a station writes to another of its office alone what
// central does not have: the other reads it, with only those payloads that it is
// shown; a third, a changed letter, a forged card and a card of another office
// are refused.
func TestLetter(t *testing.T) {
	o := newOffices(t)
	one, store := o.station("A-1")
	two, _ := o.station("A-2")
	three, _ := o.station("A-3")
	for _, subject := range []string{"visit", "secret", "visit"} {
		store.Append("clerk", act.RecordSet, subject, 0, act.Change{Register: "visit", ID: "1", Office: "A", Set: register.Fields{"note": subject}})
	}
	to, err := one.ReadCard(bytes.NewReader(card(t, two)))
	if err != nil || to.Station != "A-2" {
		t.Fatalf("%+v, %v", to, err)
	}
	var letter bytes.Buffer
	shown, err := one.WriteLetter(t.Context(), to, &letter, func(e *journal.Entry) bool { return e.Subject == "visit" })
	if err != nil || shown != 2 {
		t.Fatalf("%d entries are shown, %v", shown, err)
	}
	got, err := two.ReadLetter(bytes.NewReader(letter.Bytes()))
	if err != nil || got.From != "A-1" || len(got.Pushes) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	entries, err := got.Pushes[0].Read()
	if err != nil || len(entries) != 4 || entries[0].Payload != nil || entries[1].Payload == nil || entries[2].Payload != nil || entries[3].Payload == nil {
		t.Errorf("the letter shows %+v, %v", entries, err)
	}
	if _, err := three.ReadLetter(bytes.NewReader(letter.Bytes())); !errors.Is(err, courier.ErrForeign) {
		t.Errorf("a third station reads it: %v", err)
	}
	for _, at := range []int{letter.Len() / 2, letter.Len() - 1} {
		bad := slices.Clone(letter.Bytes())
		bad[at] ^= 1
		if _, err := two.ReadLetter(bytes.NewReader(bad)); !errors.Is(err, courier.ErrDamaged) {
			t.Errorf("with byte %d changed: %v", at, err)
		}
	}
	forged := bytes.Replace(card(t, two), []byte("age1"), []byte("age2"), 1)
	if _, err := one.ReadCard(bytes.NewReader(forged)); !errors.Is(err, courier.ErrDamaged) {
		t.Errorf("a card with another key: %v", err)
	}
	if _, err := one.ReadCard(bytes.NewReader(nil)); !errors.Is(err, courier.ErrDamaged) {
		t.Errorf("an empty card: %v", err)
	}
	other, _ := newOffices(t).station("A-2") // of another central
	if _, err := one.ReadCard(bytes.NewReader(card(t, other))); !errors.Is(err, courier.ErrForeign) {
		t.Errorf("a card that our authority does not vouch for: %v", err)
	}
	late := *one
	late.Clock = func() time.Time { return time.Now().AddDate(30, 0, 0) }
	if _, err := late.ReadCard(bytes.NewReader(card(t, two))); !errors.Is(err, courier.ErrForeign) {
		t.Errorf("a card that has expired: %v", err)
	}
}
