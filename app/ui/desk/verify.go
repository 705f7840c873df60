package desk

import (
	"context"
	"strings"

	"sala/app/office"
)

// Verifier checks paper with no network.
type Verifier interface {
	// Seal checks the text of a code.
	Seal(ctx context.Context, text string) (office.Verdict, error)
	// File checks a PDF, or the code on a picture.
	File(ctx context.Context, body []byte) (office.Verdict, error)
	List() office.RevocationList
}

// VerifyView is the paper that was looked at last.
type VerifyView struct {
	Can     bool // the station knows whose seals count
	Text    string
	Verdict *office.Verdict
	List    office.RevocationList
}

func (d *Desk) loadVerify() {
	d.view.Verify.Can = d.beyond.Verifier != nil
	if d.beyond.Verifier == nil {
		return
	}
	d.run.Run("", func(context.Context) func() {
		list := d.beyond.Verifier.List()
		return func() {
			d.view.Verify.List = list
			d.changed()
		}
	})
}

// VerifyText checks the text of a code: scanned, typed or pasted.
func (d *Desk) VerifyText(text string) {
	text = strings.Join(strings.Fields(text), "")
	if text == "" || d.beyond.Verifier == nil {
		return
	}
	d.view.Verify.Text = text
	d.Type(typedAt(Verify)+"code", text)
	d.verify(func(ctx context.Context) (office.Verdict, error) { return d.beyond.Verifier.Seal(ctx, text) })
}

// VerifyFile checks a certificate's file or a picture of it.
func (d *Desk) VerifyFile(path string) {
	if d.beyond.Verifier == nil || d.beyond.Files == nil {
		return
	}
	d.verify(func(ctx context.Context) (office.Verdict, error) {
		f, err := d.beyond.Files.Read(ctx, path)
		if err != nil {
			return office.Verdict{}, err
		}
		return d.beyond.Verifier.File(ctx, f.Body)
	})
}

func (d *Desk) verify(check func(context.Context) (office.Verdict, error)) {
	s := d.session
	d.view.Verify.Verdict = nil
	d.aside.Run("desk.wait.verify", func(ctx context.Context) func() {
		v, err := check(ctx)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Verify.Verdict, d.view.Verify.List = &v, v.List
			d.changed()
		}
	})
}

// NextPaper clears what was looked at.
func (d *Desk) NextPaper() {
	d.view.Verify.Verdict, d.view.Verify.Text = nil, ""
	d.done(typedAt(Verify))
	d.changed()
}
