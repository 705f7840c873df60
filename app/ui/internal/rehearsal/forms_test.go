package rehearsal

import (
	"testing"

	"sala/forms/answer"
)

func TestFormsOpen(t *testing.T) {
	for _, f := range New().Forms.Forms() {
		if _, err := answer.Open(f, nil, answer.Env{}); err != nil {
			t.Error(err)
		}
	}
}
