package expression_test

import (
	"testing"

	"sala/forms/definition/expression"
)

func TestCacheKeepsTypesApart(t *testing.T) {
	var c expression.Cache
	number := expression.Names{"x": expression.Number, "other": expression.Text}
	first, err := c.Compile(`x > 1`, expression.BoolResult, number, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := c.Compile(`x > 1`, expression.BoolResult, expression.Names{"x": expression.Number}, nil); again != first {
		t.Error("compiled twice for the same names")
	}
	if _, err := c.Compile(`x > 1`, expression.BoolResult, expression.Names{"x": expression.Text}, nil); err == nil {
		t.Error("a text was taken for a number")
	}
	if _, err := c.Compile(`x > 1`, expression.BoolResult, expression.Names{"y": expression.Number}, nil); err == nil {
		t.Error("a name that is not there was found")
	}
	if _, err := c.Compile(`x`, expression.AnyResult, number, nil); err != nil {
		t.Error(err)
	}
	if _, err := c.Compile(`x`, expression.BoolResult, number, nil); err == nil {
		t.Error("a number passed for a condition")
	}
}
