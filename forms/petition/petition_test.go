package petition_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// step is one act by one officer.
type step struct {
	kind    string
	by      string
	payload any
}

// play folds steps; an error says at which it stopped.
func play(p petition.Petition, steps ...step) (petition.Petition, error) {
	for _, s := range steps {
		next, err := p.Apply(s.kind, s.payload, petition.Stamp{Officer: s.by, Office: "TH-1", At: noon})
		if err != nil {
			return p, err
		}
		p = next
	}
	return p, nil
}

func draft() step {
	return step{act.PetitionDrafted, "clerk", act.Draft{Petition: "p", Form: "f", FormVersion: "1.0.0", Resident: "r", Answers: map[string]any{"a": "x"}}}
}

func submit(answers map[string]any, line []string, two bool) step {
	due := fee.Money{Minor: 2000, Currency: "THB"}
	content, err := petition.Content("f", "1.0.0", "r", answers, due)
	if err != nil {
		panic(err)
	}
	return step{act.PetitionSubmitted, "clerk", act.Submission{Petition: "p", Number: "N1", Answers: answers, Content: content, Fee: due, Line: line, Two: two}}
}

func decide(kind, by string, p petition.Petition) step {
	return step{kind, by, act.Decision{Petition: "p", Content: p.Content}}
}

func must(t *testing.T, p petition.Petition, steps ...step) petition.Petition {
	t.Helper()
	p, err := play(p, steps...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLineOfApproval(t *testing.T) {
	answers := map[string]any{"a": "x"}
	p := must(t, petition.Petition{}, draft(), submit(answers, []string{"head", "registrar"}, true))
	if p.Next() != "head" {
		t.Errorf("next is %q, want the head", p.Next())
	}
	p = must(t, p, decide(act.PetitionApproved, "anong", p))
	if p.State != petition.Reviewed || p.Next() != "registrar" {
		t.Errorf("after the first of two approvals: %s, next %q", p.State, p.Next())
	}
	if _, err := play(p, decide(act.PetitionApproved, "anong", p)); !errors.Is(err, petition.ErrSelf) {
		t.Errorf("the same officer approved twice: %v", err)
	}
	approved := must(t, p, decide(act.PetitionApproved, "bua", p))
	if approved.State != petition.Approved || approved.Next() != "" {
		t.Errorf("after the last approval: %s", approved.State)
	}
	returned := must(t, p, decide(act.PetitionReturned, "bua", p))
	again := must(t, returned, submit(answers, []string{"head", "registrar"}, true))
	if again.Approvals() != 0 || again.Next() != "head" {
		t.Errorf("after a correction %d approvals count and %q is next: want none, and the head again", again.Approvals(), again.Next())
	}
}

func TestTwoPersonRuleIsTheForms(t *testing.T) {
	answers := map[string]any{"a": "x"}
	for _, two := range []bool{true, false} {
		p := must(t, petition.Petition{}, draft(), submit(answers, nil, two))
		_, err := play(p, decide(act.PetitionApproved, "clerk", p))
		if refused := errors.Is(err, petition.ErrSelf); refused != two {
			t.Errorf("two persons %v: %v", two, err)
		}
	}
}

func TestDecisionIsBoundToWhatWasSeen(t *testing.T) {
	p := must(t, petition.Petition{}, draft(), submit(map[string]any{"a": "x"}, nil, true))
	corrected := must(t, p, decide(act.PetitionReturned, "head", p), submit(map[string]any{"a": "y"}, nil, true))
	for _, kind := range []string{act.PetitionApproved, act.PetitionRejected, act.PetitionReturned} {
		if _, err := play(corrected, decide(kind, "head", p)); !errors.Is(err, petition.ErrContent) {
			t.Errorf("%s on what had been corrected meanwhile: %v", kind, err)
		}
	}
}

func TestSubmissionMustSayWhatItSubmits(t *testing.T) {
	s := submit(map[string]any{"a": "x"}, nil, true)
	sub := s.payload.(act.Submission)
	sub.Answers = map[string]any{"a": "other"}
	s.payload = sub
	if _, err := play(petition.Petition{}, draft(), s); !errors.Is(err, petition.ErrContent) {
		t.Errorf("a submission whose hash is of other answers was taken: %v", err)
	}
}

func TestCertificateWaitsForTheFee(t *testing.T) {
	p := must(t, petition.Petition{}, draft(), submit(map[string]any{"a": "x"}, nil, true))
	p = must(t, p, decide(act.PetitionApproved, "head", p))
	made := step{act.CertificatePrepared, "clerk", act.Certificate{Number: act.NumberUse{Text: "C1"}, Petition: "p"}}
	if _, err := play(p, made); !errors.Is(err, petition.ErrFee) {
		t.Errorf("a certificate before the fee: %v", err)
	}
	p = must(t, p, step{act.FeeTaken, "clerk", act.Payment{Petition: "p", Amount: fee.Money{Minor: 2000, Currency: "THB"}}}, made,
		step{act.CertificateIssued, "clerk", act.Printing{Number: "C1", Outcome: "printed"}})
	if p.State != petition.Fulfilled || p.Certificates[0].Outcome != "printed" {
		t.Errorf("state %s, certificate %s", p.State, p.Certificates[0].Outcome)
	}
	p = must(t, p, step{act.FeeRefunded, "clerk", act.Payment{Petition: "p", Amount: fee.Money{Minor: -2000, Currency: "THB"}}})
	if p.Due() != p.Fee {
		t.Errorf("due %s after giving all back, want %s", p.Due(), p.Fee)
	}
}

// TestApplyNeverSpoils throws random acts at a petition: a refused act changes
// nothing, an accepted one counts one, and nothing that the caller still holds
// is changed behind its back.
func TestApplyNeverSpoils(t *testing.T) {
	kinds := []string{act.PetitionDrafted, act.PetitionAnswered, act.PetitionSubmitted, act.PetitionReviewed, act.PetitionApproved, act.PetitionReturned,
		act.PetitionRejected, act.PetitionWithdrawn, act.PetitionFulfilled, act.PetitionDelivered, act.FeeTaken, act.CertificatePrepared, act.CertificateIssued}
	rapid.Check(t, func(t *rapid.T) {
		var p petition.Petition
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			by := rapid.SampledFrom([]string{"clerk", "head", "registrar"}).Draw(t, "by")
			var s step
			switch kind {
			case act.PetitionDrafted:
				s = draft()
			case act.PetitionAnswered:
				s = step{kind, by, act.Answering{Petition: "p", Set: map[string]any{"a": rapid.StringN(0, 3, 9).Draw(t, "a")}}}
			case act.PetitionSubmitted:
				s = submit(p.Answers, rapid.SampledFrom([][]string{nil, {"head"}, {"head", "registrar"}}).Draw(t, "line"), rapid.Bool().Draw(t, "two"))
			case act.FeeTaken:
				s = step{kind, by, act.Payment{Petition: "p", Amount: fee.Money{Minor: 2000, Currency: "THB"}}}
			case act.CertificatePrepared:
				s = step{kind, by, act.Certificate{Number: act.NumberUse{Text: "C1"}, Petition: "p"}}
			case act.CertificateIssued:
				s = step{kind, by, act.Printing{Number: "C1", Outcome: "printed"}}
			default:
				s = decide(kind, by, p)
			}
			held, decisions, paid := p, slices.Clone(p.Decisions), slices.Clone(p.Paid)
			next, err := play(p, s)
			if !slices.Equal(held.Decisions, decisions) || !slices.Equal(held.Paid, paid) {
				t.Fatalf("%s changed a petition that the caller holds", kind)
			}
			if err != nil {
				if next.Version != p.Version || next.State != p.State {
					t.Fatalf("a refused %s changed the petition", kind)
				}
				continue
			}
			if next.Version != p.Version+1 && kind != act.PetitionDrafted {
				t.Fatalf("%s: version %d after %d", kind, next.Version, p.Version)
			}
			p = next
		}
	})
}
