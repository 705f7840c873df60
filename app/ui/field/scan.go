package field

import (
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/forms/definition"
	"sala/forms/seal"
)

// Verifier checks the seal of a paper with no network.
type Verifier interface {
	Seal(ctx context.Context, text string) (office.Verdict, error)
}

// Scan is what a scanner read into a question of the form.
type Scan struct {
	Path, Text string
	Count      int             // how many codes were read into forms so far
	Verdict    *office.Verdict // of the paper, where the code was its seal
}

// StandAt is told which question has the keyboard, "" none.
func (f *Field) StandAt(path string) { f.at = path }

// scanned is told of a code that a scanner read: in a form it is the answer to a
// question, on the list it opens a visit, where a subject is asked for it is
// looked for.
func (f *Field) scanned(e office.Event) {
	text := strings.TrimSpace(e.Text)
	if f.failed(codeOf(e)) || text == "" {
		return
	}
	f.view.Told = ""
	switch f.view.Screen {
	case Visit:
		f.intoForm(text)
	case List:
		f.openByCode(text)
	case Subject:
		f.Find(text)
	}
}

func codeOf(e office.Event) error {
	if e.Code == "" {
		return nil
	}
	return &office.Error{Op: "scan", Code: e.Code}
}

// intoForm answers the question of a code at which the officer stands, or the
// first without an answer. What is the seal of a paper is its number, and
// whether the paper is genuine is said beside.
func (f *Field) intoForm(text string) {
	path := f.codeWanted()
	if path == "" {
		f.view.Told = "field.told.no_code_asked"
		f.changed()
		return
	}
	now := f.filling
	if f.verifier == nil || !strings.HasPrefix(text, seal.Prefix) {
		f.write(path, text, nil)
		return
	}
	f.run.Run("field.wait.seal", func(ctx context.Context) func() {
		v, err := f.verifier.Seal(ctx, text)
		return func() {
			if f.filling != now || f.failed(err) {
				return
			}
			if v.Sealed != nil {
				text = v.Sealed.Number
			}
			f.write(path, text, &v)
		}
	})
}

func (f *Field) write(path, text string, v *office.Verdict) {
	f.Answer(path, text)
	f.view.Scan = Scan{Path: path, Text: text, Count: f.view.Scan.Count + 1, Verdict: v}
	f.changed()
}

// codeWanted returns the question into which a code goes: "" when the form asks
// for none.
func (f *Field) codeWanted() string {
	var codes []formview.Question
	for _, q := range f.view.Page.All() {
		if q.Kind == definition.Barcode && !q.ReadOnly {
			codes = append(codes, q)
		}
	}
	for _, wanted := range []func(formview.Question) bool{
		func(q formview.Question) bool { return q.Path == f.at },
		func(q formview.Question) bool { return !q.Answered() },
		func(formview.Question) bool { return len(codes) == 1 },
	} {
		if i := slices.IndexFunc(codes, wanted); i >= 0 {
			return codes[i].Path
		}
	}
	return ""
}

// openByCode opens the visit whose code was read: its own, its household's or
// its resident's.
func (f *Field) openByCode(text string) {
	i := slices.IndexFunc(f.view.Stops, func(s Stop) bool { return slices.Contains(s.Codes, text) && s.State.Open() })
	if i < 0 {
		f.view.Told = "field.told.code_unknown"
		f.changed()
		return
	}
	f.Open(f.view.Stops[i].ID)
}
