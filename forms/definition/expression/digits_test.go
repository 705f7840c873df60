package expression_test

import (
	"testing"

	"sala/forms/definition/expression"
)

func TestDigits(t *testing.T) {
	tests := []struct {
		source string
		want   bool
	}{
		{`answer matches "^[0-9+() -]{8,20}$"`, true},
		{`digits(answer) matches "^[0-9]{10,16}$"`, true},
		{`replace(answer, "-", "") matches "^\\d+$"`, true},
		{`answer != before and answer matches "^[0-9]{3}-?[0-9]{4}$"`, true},
		{`answer matches "^P[0-9]{12}$"`, false},
		{`answer matches "^(산 ?)?[0-9]{1,4}$"`, false},
		{`answer matches "[0-9]"`, false},
		{`answer matches "^[0-9].*$"`, false},
		{`answer matches "^[^0-9]+$"`, false},
		{`before matches "^[0-9]+$"`, false},
		{`digits(before) matches "^[0-9]+$"`, false},
		{`not (answer matches "^[0-9]+$")`, false},
		{`answer == "" or answer matches "^[0-9]+$"`, false},
		{`len(answer) == 11`, false},
		{``, false},
		{`answer matches`, false},
	}
	for _, tt := range tests {
		if got := expression.Digits(tt.source, "answer"); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.source, got, tt.want)
		}
	}
}
