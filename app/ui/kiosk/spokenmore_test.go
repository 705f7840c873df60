package kiosk_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/assets/packs"
	"sala/forms/definition"
)

// everyPage are the pages that the package names.
func everyPage(t *testing.T) map[kiosk.Page]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "kiosk.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	out := map[kiosk.Page]bool{}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Page" {
				name, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out[kiosk.Page(name)] = true
			}
		}
	}
	if len(out) < 10 {
		t.Fatalf("found %d pages", len(out))
	}
	return out
}

// listened is a kiosk to which somebody listens.
func listened(t *testing.T) (*kiosk.Kiosk, *rehearsal.Office, *clock) {
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	with := options(o, c)
	with.Aloud = func() bool { return true }
	k := kiosk.New(with)
	t.Cleanup(k.Close)
	return k, o, c
}

// What is read of pages that few people come to, and of each kind of question that
// the delivered packs ask at a kiosk, is what the golden file says; and no page is
// without words in one of the two files.
func TestSpokenOfRarePages(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		t.Run(language, func(t *testing.T) {
			parts := studiotest.Kit(t)
			parts.Language = language
			silent := everyPage(t)
			var b strings.Builder
			read := func(name string, v kiosk.View) {
				t.Helper()
				words := kiosk.Spoken(&parts, v)
				if strings.TrimSpace(words) == "" {
					t.Errorf("nothing is read of %s", name)
				}
				delete(silent, v.Page)
				fmt.Fprintf(&b, "%s: %s\n", name, words)
			}
			usual(t, language, func(v kiosk.View) { delete(silent, v.Page) })

			k, o, _ := listened(t)
			o.Insert()
			through(k, language, k.ReadCard)
			k.Pay()
			at(t, k, kiosk.Document)
			read("document", k.View())
			v := k.View()
			v.Page, v.Step = kiosk.Printing, office.StepPrint
			read("printing-now", v)

			k, o, _ = listened(t)
			k.Help()
			read("help-welcome", k.View())
			k.Help()
			k.Speak(language)
			k.Choose("house-register-copy")
			v = k.View()
			v.Reading = office.CardText
			read("reading", v)
			stranger := rehearsal.Card()
			stranger.NationalNumber = "1101700230708"
			o.Reader.Insert(stranger)
			k.ReadCard()
			at(t, k, kiosk.Confirm)
			read("unknown", k.View())
			for _, out := range []string{office.OutStopped, office.OutStore, office.OutReader} {
				v = k.View()
				v.Page, v.Out = kiosk.Closed, out
				read("closed-"+out, v)
			}

			for _, country := range packs.Countries() {
				kinds(t, country, language, read)
			}
			for p := range silent {
				t.Errorf("of the page %s no golden file says what is read", p)
			}
			asRead(t, "spoken-rare-"+language, b.String())
		})
	}
}

// usual comes to the pages of TestSpoken.
func usual(t *testing.T, language string, shown func(kiosk.View)) {
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	k := kiosk.New(options(o, c))
	defer k.Close()
	for _, scene := range scenes {
		scene.play(k, o, c, language)
		shown(k.View())
	}
}

// kinds reads the first question of each kind that a pack asks at a kiosk, answered as
// the form's example is.
func kinds(t *testing.T, country, language string, read func(string, kiosk.View)) {
	t.Helper()
	k, o, _ := listened(t)
	usePack(t, o, country)
	k.Wipe()
	seen := map[definition.Kind]bool{}
	for _, s := range o.Kiosk().Services() {
		pass := examples(t, country, s.Form.ID)
		o.Remove()
		k.Wipe()
		k.Speak(language)
		k.Choose(s.Form.ID)
		o.Reader.Insert(holderOf(o.Profile.Country))
		o.Publish(office.Event{Kind: office.CardInserted})
		k.Me()
		if k.View().Page == kiosk.PIN {
			k.TypePIN(rehearsal.PIN)
		}
		at(t, k, kiosk.Question)
		for _, section := range k.View().Form.Sections {
			for _, q := range section.Questions {
				if q.ReadOnly || q.Known || q.Kind == definition.Note || seen[q.Kind] {
					continue
				}
				seen[q.Kind] = true
				k.Change(q.Path)
				read(fmt.Sprintf("%s %s", s.Form.ID, q.Kind), k.View())
				if x, there := pass[q.Path]; there {
					k.Answer(q.Path, x)
					read(fmt.Sprintf("%s %s answered", s.Form.ID, q.Kind), k.View())
				}
			}
		}
	}
	if len(seen) < 6 {
		t.Errorf("%s asks %d kinds of questions at kiosks", country, len(seen))
	}
}
