package field_test

import (
	"testing"

	"sala/app/ui/internal/rehearsal"
)

// A password that is entered while something is still being handed over is not
// thrown away: whoever takes it says so.
func TestAPasswordIsTakenOnce(t *testing.T) {
	f, _, line := openSlowly(t)
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	f.Open("s2")
	line.LetGo()
	f.Answer("remarks", "ใช้รถเข็น")
	f.Finish()
	line.LetGo()
	if !f.HandBy("wilai", "wrong") {
		t.Error("the first password is not taken")
	}
	if f.HandBy("wilai", rehearsal.Password) {
		t.Error("a second is taken while the first is being looked at")
	}
	line.LetGo()
	if got := f.View().Code; got != "wrong_password" {
		t.Errorf("a wrong password gives %q", got)
	}
	if !f.HandBy("wilai", rehearsal.Password) {
		t.Error("afterwards none is taken")
	}
}
