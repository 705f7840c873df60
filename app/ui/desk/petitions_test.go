package desk_test

import (
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/work"
	"sala/forms/act"
)

// A petition is noted on and passed on; the colleague has it among hers.
func TestPetitionIsNotedAndPassedOn(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	id := d.View().Serve.Petition.ID
	d.Back()
	d.NextVisitor()
	d.Go(desk.Petitions)
	d.ShowPetition(id)
	d.Note("")
	if got := trouble(d); got != "reason_needed" {
		t.Errorf("an empty note gives trouble %q", got)
	}
	d.Note("รอเอกสารเพิ่ม")
	d.PassOn("wilai", "ขอให้ทำต่อ")
	p := d.View().Petitions.Shown
	if p == nil || p.Holder != "wilai" || len(p.Decisions) != 2 || p.Decisions[0].Kind != act.PetitionNoted || p.Decisions[0].Note != "รอเอกสารเพิ่ม" {
		t.Fatalf("the petition is %+v, trouble %q", p, trouble(d))
	}
	d.ShowQueue(desk.QueueMine)
	if got := d.View().Petitions.Count; got != 0 {
		t.Errorf("%d petitions are still mine", got)
	}
	d.SignOut()
	signIn(d, "wilai")
	if mine := d.View().Today.Mine; len(mine) != 1 || mine[0].ID != id {
		t.Errorf("hers are %+v", mine)
	}
}

// A petition's page says when it was handed in.
func TestPetitionSaysWhenItWasHandedIn(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	id := d.View().Serve.Petition.ID
	d.ShowPetition(id)
	if got := d.View().Petitions.HandedIn; len(got) != 0 {
		t.Errorf("a draft was handed in: %+v", got)
	}
	d.Answer("purpose", "school")
	d.Review()
	d.Submit()
	d.GoTo(id)
	if got := d.View().Petitions.HandedIn; len(got) != 1 || got[0].By != "somchai" || got[0].At == 0 {
		t.Errorf("it was handed in %+v", got)
	}
}

// A queue is narrowed by what is typed, in every queue until it is taken away,
// and sorted from either end; the first that is left is shown by itself, and is
// nothing that was left open.
func TestQueueIsNarrowed(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	id := d.View().Serve.Petition.ID
	d.Back()
	d.NextVisitor()
	d.Go(desk.Petitions)
	d.NarrowPetitions("ไม่มีใคร")
	if v := d.View().Petitions; v.Count != 0 || v.Shown != nil {
		t.Errorf("%d petitions have what nobody has, %+v is shown", v.Count, v.Shown)
	}
	d.NarrowPetitions(" " + rehearsal.Card().NationalNumber)
	d.Rows(0, 50, func(rows []office.Listed) {
		if len(rows) != 1 || rows[0].Petition.ID != id {
			t.Errorf("the number finds %+v", rows)
		}
	})
	if v := d.View().Petitions; v.Count != 1 || v.Shown == nil || v.Shown.ID != id || !v.First {
		t.Errorf("what is shown is %+v of %d", v.Shown, v.Count)
	}
	d.SortBy(office.ByState)
	d.SortBy(office.ByState)
	d.ShowQueue(desk.QueueMine)
	if v := d.View().Petitions; v.Text != rehearsal.Card().NationalNumber || v.Order != office.ByState || !v.Turned {
		t.Errorf("in the other queue it is %+v", v)
	}
	d.Lock()
	signIn(d, "wilai")
	d.Lock()
	signIn(d, "somchai")
	if v := d.View().Petitions; v.Queue != desk.QueueMine || v.Text != rehearsal.Card().NationalNumber || v.Order != office.ByState || !v.Turned {
		t.Errorf("after the shift of another it is %+v", v)
	}
	d.SignOut()
	signIn(d, "wilai")
	if left := d.View().Left; left.Screen != "" {
		t.Errorf("%+v was left open", left)
	}
}

// A petition is not withdrawn by a slip: it needs the reason, which its history
// then has.
func TestWithdrawalNeedsAReason(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	p := d.View().Serve.Petition
	d.Back()
	d.Go(desk.Petitions)
	d.ShowPetition(p.ID)
	d.Withdraw(p, " ")
	if got := trouble(d); got != "reason_needed" || d.View().Petitions.Shown.State != "draft" {
		t.Errorf("with no reason there is trouble %q, and it is %s", got, d.View().Petitions.Shown.State)
	}
	d.Withdraw(p, "ผู้ยื่นเปลี่ยนใจ")
	shown := d.View().Petitions.Shown
	if shown.State != "withdrawn" || len(shown.Decisions) == 0 || shown.Decisions[0].Note != "ผู้ยื่นเปลี่ยนใจ" {
		t.Errorf("trouble %q, it is %s with %+v", trouble(d), shown.State, shown.Decisions)
	}
}

// atQueue returns a desk before a queue of one petition, whose work waits until it
// is let go.
func atQueue(t *testing.T) (*desk.Desk, *work.Held) {
	t.Helper()
	o, later := rehearsal.New(), &work.Held{}
	with := options(o)
	with.Runner = later
	d := opened(t, with)
	for _, press := range []func(){
		func() { signIn(d, "somchai") }, o.Insert, func() { d.Choose("house-register-copy") }, d.Back, func() { d.Go(desk.Petitions) },
	} {
		press()
		later.LetGo()
	}
	return d, later
}

// The first rows of a queue come with their number: who types into the filter waits
// once for a key.
func TestAQueueIsReadOnceForItsFirstRows(t *testing.T) {
	d, later := atQueue(t)
	rows, told := 0, false
	read := func() { d.Rows(0, 50, func(list []office.Listed) { rows, told = len(list), true }) }
	if read(); len(later.Jobs) > 0 || !told || rows != 1 || d.View().Petitions.Count != 1 {
		t.Fatalf("%d jobs, told %v of %d rows, count %d", len(later.Jobs), told, rows, d.View().Petitions.Count)
	}
	d.NarrowPetitions("ไม่มีใคร")
	later.LetGo()
	if read(); rows != 0 {
		t.Errorf("what nobody has shows %d rows", rows)
	}
}

// What is done to a petition is told to nobody who has come since.
func TestADeedIsToldToNobodyElse(t *testing.T) {
	d, later := atQueue(t)
	d.Note("รอเอกสารเพิ่ม")
	d.Lock()
	later.LetGo()
	if v := d.View(); v.Toast != nil || v.Trouble != nil {
		t.Errorf("the sign-in page says %+v, %+v", v.Toast, v.Trouble)
	}
}
