package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/forms/act"
	"sala/forms/register"
)

// started is a desk and its window over an office at which another program may have
// been a moment ago; nothing of that one but the store is left.
func started(t *testing.T, o *rehearsal.Office, s *studiotest.Studio, officer string) *desk.Desk {
	t.Helper()
	l, keys := &line{}, &safe{set: map[string]string{}}
	with := options(o)
	with.Beyond = desk.Beyond{Outbox: l, Stick: l, Safe: keys, Accounts: keys}
	d, _ := inWindow(s, parts(t), with, light("th"))
	t.Cleanup(d.Close)
	signIn(d, officer)
	want(t, d, desk.Today, "")
	return d
}

// kept are the texts of the page's entries that outlive a crash.
func kept(s *studiotest.Studio) (out []string) {
	for _, e := range s.Entries() {
		if e.Kept {
			out = append(out, e.Text)
		}
	}
	return out
}

// submitted hands a petition in and leaves it in the queue.
func submitted(t *testing.T, d *desk.Desk, o *rehearsal.Office) {
	t.Helper()
	toForm(t, d, o)
	d.Answer("purpose", "work")
	d.Review()
	d.Submit()
	want(t, d, desk.Serve, desk.AtDecision)
}

// mine is the first petition of the queue of those that are open.
func mine(d *desk.Desk) (p office.Listed) {
	d.Go(desk.Petitions)
	d.Rows(0, 1, func(rows []office.Listed) { p = rows[0] })
	return p
}

func ask(id string) office.Hit {
	return office.Hit{What: register.Residents, ID: id, Title: "ใจดี"}
}

// pages are those on which something is typed beside a form: what must have
// happened first, how the page is come to, what is typed there, and the act by
// which that is done with, or the way by which it is left.
var pages = []struct {
	name, officer, other string
	before               func(*testing.T, *desk.Desk, *rehearsal.Office)
	open                 func(*desk.Desk)
	typed                []string
	skip                 int // entries that come before
	done                 func(*desk.Desk)
}{
	{name: "decision of another", officer: "wilai",
		before: func(t *testing.T, _ *desk.Desk, o *rehearsal.Office) {
			clerk := started(t, o, studiotest.Open(t, 1366, 768), "somchai")
			submitted(t, clerk, o)
		},
		open: func(d *desk.Desk) { d.Go(desk.Approvals) }, typed: []string{"ขาดสำเนาทะเบียนบ้าน"},
		done: func(d *desk.Desk) {
			d.DecideHere(desk.Return, "ขาดสำเนาทะเบียนบ้าน")
		}},
	{name: "counted drawer", officer: "somchai", other: "wilai", before: toDone,
		open: func(d *desk.Desk) { d.Go(desk.Cash) }, typed: []string{"19.50", "ทอนเกิน"},
		done: func(d *desk.Desk) { d.CloseDay(1950, "ทอนเกิน") }},
	{name: "receipt again", officer: "somchai", other: "wilai", before: toDone,
		open:  func(d *desk.Desk) { d.Go(desk.Cash); d.ShowReceipt(d.View().Cash.Receipts[0].Receipt) },
		typed: []string{"กระดาษติด"}, done: func(d *desk.Desk) { d.PrintReceipt("กระดาษติด") }},
	{name: "correction", officer: "somchai", other: "wilai", before: toDone,
		open:  func(d *desk.Desk) { d.Go(desk.Certificates); d.ShowCertificate(d.View().Certificates.List[0].Number) },
		typed: []string{"กระดาษยับ"}, done: func(d *desk.Desk) { d.Correct(desk.Reprint, "กระดาษยับ") }},
	{name: "new packet", officer: "wilai", other: "somchai",
		open: func(d *desk.Desk) { d.Go(desk.Certificates); d.ShowStock(true) }, skip: 1,
		typed: []string{"AB000101", "AB000110", "กล่องที่สอง"},
		done:  func(d *desk.Desk) { d.ReceiveSheets("AB000101", "AB000110", "กล่องที่สอง") }},
	{name: "note and hand-over", officer: "somchai", other: "wilai", before: submitted,
		open: func(d *desk.Desk) { d.ShowPetition(mine(d).Petition.ID) }, typed: []string{"โทรหาแล้ว"},
		done: func(d *desk.Desk) { d.PassOn("wilai", "โทรหาแล้ว") }},
	{name: "purpose", officer: "somchai", other: "wilai",
		open: func(d *desk.Desk) { d.Go(desk.People); d.AskRecord(ask("R2")) }, typed: []string{"69-000012", "ลืมบัตร"},
		done: func(d *desk.Desk) {
			d.OpenRecord(office.Look{Purpose: register.ForCitizen, Note: "ลืมบัตร"})
		}},
	{name: "purpose that is left", officer: "somchai", other: "wilai",
		open: func(d *desk.Desk) { d.Ask(ask("R2")) }, typed: []string{"69-000012", "ลืมบัตร"},
		done: func(d *desk.Desk) { d.Back() }},
	{name: "joining", officer: "wilai",
		before: func(_ *testing.T, _ *desk.Desk, o *rehearsal.Office) { o.Twice() },
		open: func(d *desk.Desk) {
			d.Go(desk.People)
			d.AskRecord(ask("R6"))
			d.OpenRecord(office.Look{Purpose: register.ForCorrection})
			d.CompareWith("R2")
		}, typed: []string{"บัตรประชาชน"}, done: func(d *desk.Desk) { d.JoinCompared("บัตรประชาชน") }},
	{name: "decision at the counter", officer: "somchai", other: "wilai", before: submitted,
		open: func(d *desk.Desk) { d.GoOn(mine(d).Petition) }, typed: []string{"เห็นชอบ"},
		done: func(d *desk.Desk) { d.Decide("wilai", rehearsal.Password, desk.Approve, "เห็นชอบ") }},
	{name: "money handed over", officer: "somchai",
		before: func(t *testing.T, d *desk.Desk, o *rehearsal.Office) {
			submitted(t, d, o)
			d.Decide("wilai", rehearsal.Password, desk.Approve, "")
		},
		open: func(d *desk.Desk) { d.GoOn(mine(d).Petition) }, typed: []string{"100"},
		done: func(d *desk.Desk) { d.Pay("cash", 10000) }},
	{name: "conflict", officer: "wilai",
		open: func(d *desk.Desk) { d.Go(desk.Sync); d.ShowAside(41) }, typed: []string{"ศรีสุข", "ตามบัตร"},
		done: func(d *desk.Desk) { d.CloseAside() }},
	{name: "new officer", officer: "minji",
		open: func(d *desk.Desk) { d.Go(desk.Settings); d.ShowSettings(desk.SettingsOfficers) }, typed: []string{"nicha", "นิชา"},
		done: func(d *desk.Desk) {
			d.SaveOfficer(act.Officer{ID: "nicha", Names: map[string]string{"th": "นิชา"}, Roles: []string{"clerk"}}, "long enough")
		}},
	{name: "settings that are left", officer: "minji",
		open: func(d *desk.Desk) { d.Go(desk.Settings); d.ShowSettings(desk.SettingsOfficers) }, typed: []string{"nicha"},
		done: func(d *desk.Desk) { d.ShowSettings("") }},
}

// What is typed beside a form is there again after a crash, for the officer who
// typed it and nobody else, until it is acted on or left.
func TestTextsOutliveACrash(t *testing.T) {
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
			d := started(t, o, s, p.officer)
			if p.before != nil {
				p.before(t, d, o)
			}
			p.open(d)
			blank := kept(s)
			if len(blank) < len(p.typed) || slices.ContainsFunc(blank, func(text string) bool { return text != "" }) {
				t.Fatalf("the page begins with %q, %s", blank, trouble(d))
			}
			n := -p.skip
			for _, e := range s.Entries() {
				if e.Kept && n >= 0 && n < len(p.typed) {
					test.Type(e, p.typed[n])
				}
				if e.Kept {
					n++
				}
			}
			d.Close() // the power is cut

			if p.other != "" {
				d = started(t, o, s, p.other)
				p.open(d)
				if got := kept(s); !slices.Equal(got, blank) {
					t.Errorf("another officer sees %q", got)
				}
				d.Close()
			}
			d = started(t, o, s, p.officer)
			p.open(d)
			if got := kept(s); len(got) < p.skip+len(p.typed) || !slices.Equal(got[p.skip:p.skip+len(p.typed)], p.typed) {
				t.Fatalf("after a crash there is %q, want %q", got, p.typed)
			}
			p.done(d)
			if got := trouble(d); got != "" {
				t.Fatalf("the act fails: %s", got)
			}
			left, err := o.SignedIn(p.officer).Texts(context.Background())
			if delete(left, "left"); err != nil || len(left) > 0 { // but the page that lies open
				t.Errorf("after the act there is %v, %v", left, err)
			}
			for _, text := range kept(s) {
				if slices.Contains(p.typed, text) {
					t.Errorf("after the act %q still stands on the page", text)
				}
			}
		})
	}
}

// Another place and a locked screen take nothing; a refused act neither; signing
// out leaves nothing open, and what nobody came back to is forgotten in a month.
func TestTextsStayUntilTheyAreDoneWith(t *testing.T) {
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	d := started(t, o, s, "somchai")
	toDone(t, d, o)
	d.Go(desk.Certificates)
	d.ShowCertificate(d.View().Certificates.List[0].Number)
	typeFirst := func(words string) {
		t.Helper()
		for _, e := range s.Entries() {
			if e.Kept {
				test.Type(e, words)
				return
			}
		}
		t.Fatal("there is nothing to type in")
	}
	typeFirst("ยับ")
	d.Go(desk.Today)
	d.Lock()
	d.SignInWith(rehearsal.Password)
	d.Go(desk.Certificates)
	if got := kept(s); !slices.Equal(got, []string{"ยับ"}) {
		t.Fatalf("after a lock there is %q", got)
	}
	o.Printer.Fail(office.Failed, "printer_paper_out")
	d.Correct(desk.Reprint, "ยับ")
	if got := kept(s); trouble(d) == "" || !slices.Equal(got, []string{"ยับ"}) {
		t.Errorf("after a refusal (%s) there is %q", trouble(d), got)
	}
	d.SignOut()
	left, err := o.SignedIn("somchai").Texts(context.Background())
	if err != nil || len(left) > 0 {
		t.Errorf("after signing out there is %v, %v", left, err)
	}
	d.SignInWith(rehearsal.Password)
	d.Go(desk.Cash)
	typeFirst("20")
	o.Clock.At = o.Clock.At.Add(31 * 24 * time.Hour)
	if left, err = o.SignedIn("somchai").Texts(context.Background()); err != nil || len(left) > 0 {
		t.Errorf("after a month there is %v, %v", left, err)
	}
}
