package desk_test

import (
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/petition"
)

// drafted leaves a house register copy half filled, and brings a newer version
// of its form.
func drafted(t *testing.T, d *desk.Desk, o *rehearsal.Office) petition.Petition {
	t.Helper()
	toForm(t, d, o)
	d.Answer("telephone", "0812345678")
	d.Answer("purpose", "school")
	d.Answer("copies", "5")
	d.Back()
	p := d.View().Serve.Visitor.Petitions[0]
	o.Renew()
	return p
}

// A draft whose form has a newer version is offered with what that changes; it
// may stay as it is, and nothing has happened then.
func TestDraftMayKeepItsVersion(t *testing.T) {
	d, o := signedIn(t)
	p := drafted(t, d, o)
	d.GoOn(p)
	want(t, d, desk.Serve, desk.AtNewer)
	m := d.View().Serve.Newer
	if m.From != "1.0.0" || m.To != "1.1.0" || len(m.Changes) != 3 || len(m.Problems) != 1 {
		t.Fatalf("%+v", m)
	}
	d.StayWithVersion()
	want(t, d, desk.Serve, desk.AtForm)
	if _, asked := d.View().Serve.Page.Question("telephone"); !asked || d.View().Serve.Page.Form.Version != "1.0.0" {
		t.Error("the draft does not go on with the version it began with")
	}
	d.Back()
	d.GoOn(p)
	want(t, d, desk.Serve, desk.AtNewer)
	d.Back()
	if got := d.View().Serve.Stage; got != desk.AtCard {
		t.Errorf("back from the choice leads to %s", got)
	}
}

// Taken over, it asks what the newer version asks, with the answers that fit.
func TestDraftTakesTheNewerVersion(t *testing.T) {
	d, o := signedIn(t)
	d.GoOn(drafted(t, d, o))
	want(t, d, desk.Serve, desk.AtNewer)
	d.TakeNewer()
	want(t, d, desk.Serve, desk.AtForm)
	page := d.View().Serve.Page
	if _, asked := page.Question("email"); !asked || page.Form.Version != "1.1.0" {
		t.Errorf("version %s", page.Form.Version)
	}
	if q, _ := page.Question("purpose"); q.Value != "school" {
		t.Errorf("the purpose is %v", q.Value)
	}
	p := d.View().Serve.Petition
	if p.FormVersion != "1.1.0" || p.Answers["telephone"] != "0812345678" {
		t.Errorf("%s, %v", p.FormVersion, p.Answers)
	}
	d.Back()
	d.GoOn(p)
	want(t, d, desk.Serve, desk.AtForm)
}
