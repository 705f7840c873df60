package office_test

import (
	"testing"

	"sala/app/office"
)

// What the office was told of a card in a kiosk's reader, by name or of nobody, is
// known to the next process there until the card is out. Of paper there is no such
// note.
func TestTheOfficeIsToldOnceOfACard(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	w.Secrets = w.store.Secrets()
	kiosk, p := dueAt(t, w)
	for _, x := range []struct {
		name string
		tell func() error
		told bool
	}{
		{"paper", func() error { return kiosk.NoteLeft(ctx, p.ID, office.LeftPaper) }, false},
		{"a card of hers", func() error { return kiosk.NoteLeft(ctx, p.ID, office.LeftCard) }, true},
		{"a card of nobody's", func() error { return kiosk.NoteCardLeft(ctx) }, true},
	} {
		if err := x.tell(); err != nil {
			t.Fatalf("%s: %v", x.name, err)
		}
		if told := w.ToldOfCard(); told != x.told {
			t.Errorf("%s: the office was told of a card: %t", x.name, told)
		}
		if err := kiosk.CardTaken(); err != nil || w.ToldOfCard() {
			t.Errorf("%s: with the card out it counts as told still, %v", x.name, err)
		}
	}
}
