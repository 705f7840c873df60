package desk_test

import (
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
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
	d.ChooseOfficer("wilai")
	d.SignInWith(rehearsal.Password)
	if mine := d.View().Today.Mine; len(mine) != 1 || mine[0].ID != id {
		t.Errorf("hers are %+v", mine)
	}
}
