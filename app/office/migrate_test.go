package office_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/petition"
)

// newer is the Thai pack with another house-register copy: one question has
// another name, another takes fewer copies.
func newer(t *testing.T) *pack.Pack {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(packs.Files("th"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(packs.Files("th"), name)
		text := string(b)
		switch name {
		case "pack.yaml":
			text = strings.Replace(text, "version: 1.0.0", "version: 1.1.0", 1)
		case "forms/house-register-copy.yaml":
			text = strings.Replace(text, `version: "1.1.0"`, `version: "1.2.0"`, 1)
			text = strings.Replace(text, "id: applicant_phone", "id: telephone", 1)
			text = strings.ReplaceAll(text, "answer <= 10", "answer <= 2")
		case "library.yaml":
			text = strings.Replace(text, "id: applicant_phone", "id: telephone", 1)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// shelf is a pack in use with the one before it.
type shelf struct {
	*pack.Shelf
	*pack.Pack
}

func (s shelf) Form(id string) (*definition.Form, bool) { return s.Pack.Form(id) }

// A draft keeps the version that it began with until somebody takes it over; the
// preview says what that changes, and no answer is lost.
func TestMigrateADraft(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	d := w.filled(t, "th.house-register-copy", map[string]any{"applicant_phone": "0812345678", "purpose": "school", "copies": int64(5)})
	old := w.Config.Forms.(*pack.Pack)
	conf := w.Config
	conf.Forms = shelf{pack.NewShelf(newer(t), old), newer(t)}
	w.Office = office.New(conf)
	w.reopen(t)

	again, err := w.clerk.Resume(ctx, d.Petition.ID)
	if err != nil || again.Form.Version != "1.1.0" {
		t.Fatalf("goes on with version %v, %v", again.Form, err)
	}
	m, err := w.clerk.PreviewMigration(ctx, d.Petition.ID)
	if err != nil || m.From != "1.1.0" || m.To != "1.2.0" || !m.Pinned || !m.Due() {
		t.Fatalf("%+v, %v", m, err)
	}
	what := func(question string) string {
		if i := slices.IndexFunc(m.Changes, func(c answer.Change) bool { return c.Question == question }); i >= 0 {
			return m.Changes[i].What
		}
		return ""
	}
	if what("applicant_phone") != answer.Removed || what("telephone") != answer.Added || what("copies") != answer.Unfit || what("purpose") != "" {
		t.Errorf("changes %+v", m.Changes)
	}
	if len(m.Problems) != 1 || m.Problems[0].Question != "copies" {
		t.Errorf("problems %+v", m.Problems)
	}
	if p := w.petition(t, d.Petition.ID); p.FormVersion != "1.1.0" {
		t.Error("the preview changed the draft")
	}

	// The draft moves on meanwhile: what was previewed is not what would be done.
	if err := w.clerk.Answer(ctx, again, "copies", int64(2)); err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.Migrate(ctx, m)
	wantCode(t, err, "content_changed")
	if m, err = w.clerk.PreviewMigration(ctx, d.Petition.ID); err != nil {
		t.Fatal(err)
	}
	// What was typed and not saved goes along.
	if err := again.Sheet.Set("purpose", "work"); err != nil {
		t.Fatal(err)
	}
	if err := w.clerk.Keep(ctx, w.clerk.Typed(again, "purpose")); err != nil {
		t.Fatal(err)
	}
	p, err := w.clerk.Migrate(ctx, m)
	if err != nil || p.FormVersion != "1.2.0" || p.Pack != "th@1.1.0" || p.State != petition.Drafted {
		t.Fatalf("%s of %s, %v", p.FormVersion, p.Pack, err)
	}
	if p.Answers["applicant_phone"] != "0812345678" || p.Answers["purpose"] != "work" {
		t.Errorf("answers after: %v", p.Answers)
	}
	if again, err = w.clerk.Resume(ctx, p.ID); err != nil || again.Form.Version != "1.2.0" {
		t.Fatalf("%v, %v", again.Form, err)
	}
	if p, err = w.clerk.Submit(ctx, again); err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.PreviewMigration(ctx, p.ID)
	wantCode(t, err, "bad_state")
	before, err := w.store.Digest(ctx)
	if err == nil {
		err = w.store.Rebuild(ctx, nil)
	}
	after, err2 := w.store.Digest(ctx)
	if err != nil || err2 != nil || before["petition"] != after["petition"] {
		t.Errorf("the petition does not follow from the journal: %v, %v", err, err2)
	}
}

func (w *world) petition(t *testing.T, id string) (p petition.Petition) {
	t.Helper()
	err := w.store.Read(t.Context(), func(r office.Reader) (err error) {
		p, err = r.Petition(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
