package expression_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sala/forms/definition/expression"
)

var names = expression.Names{"purpose": expression.Text, "copies": expression.Number, "birth": expression.Text, "married": expression.Bool,
	"area": expression.Real, "members": expression.Rows, "kinds": expression.List, "resident": expression.Any, "amount": expression.Number}

func values() map[string]any {
	return map[string]any{"today": "2026-11-22", "purpose": "court", "copies": int64(2), "birth": "1950-00-00", "married": true, "area": 12.5,
		"members": []any{map[string]any{"income": int64(100), "name": "ก"}, map[string]any{"income": nil, "name": "ข"}, map[string]any{"income": int64(50)}},
		"kinds":   []any{"a", "b"}, "resident": map[string]any{"birth": "2000-02-29"}, "amount": nil}
}

func TestRun(t *testing.T) {
	tables := map[string]expression.Table{"rates": {Columns: []string{"zone", "rate"}, Rows: [][]string{{"n", "12"}, {"s", "7"}}}}
	for _, c := range []struct {
		source string
		want   any // nil: unknown
	}{
		{`purpose == "court" and copies > 1`, true},
		{`copies * 2000`, int64(4000)},
		{`true`, true},
		{`false`, false},
		{`age(birth)`, int64(76)},
		{`age(resident.birth, "2025-02-28")`, int64(24)},
		{`days("2026-11-20", today)`, int64(2)},
		{`months("2026-01-31", "2026-02-28")`, int64(0)},
		{`add_days(today, 15)`, "2026-12-07"},
		{`add_months("2026-01-31", 1)`, "2026-02-28"},
		{`year(today) + 543`, int64(2569)},
		{`total(members, "income")`, int64(150)},
		{`count(members, answered(.income))`, int64(2)},
		{`"a" in kinds`, true},
		{`answered(amount)`, false},
		{`amount ?? 5`, int64(5)},
		{`amount > 5`, nil},
		{`amount + 1`, nil},
		{`age("")`, nil},
		{`married ? 1 : 2`, int64(1)},
		{`purpose matches "^c"`, true},
		{`lookup("rates", "rate", "zone", "s")`, "7"},
		{`lookup("rates", "rate", "zone", "x")`, ""},
		{`number(lookup("rates", "rate", "zone", "n")) * 2`, 24.0},
		{`len("กขค")`, int64(3)},
		{`replace(purpose, "c", "k")`, "kourt"},
		{`valid_number("TH", "1101700230708")`, true},
		{`area > 12`, true},
		{`resident.missing.deeper`, nil},
		{`copies % (copies - copies)`, nil},
	} {
		p, err := expression.Compile(c.source, expression.AnyResult, names, tables)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got, err := p.Run(values())
		if c.want == nil {
			if !errors.Is(err, expression.ErrUnknown) {
				t.Errorf("%s = %v, %v; want unknown", c.source, got, err)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s = %v (%T), %v; want %v (%T)", c.source, got, got, err, c.want, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ source, says string }{
		{`copies >`, "unexpected"},
		{`nothing == 1`, `expression_name name="nothing"`},
		{`copies > "x"`, "mismatched types"},
		{`1..1000000`, "expression_ranges"},
		{`purpose matches purpose`, "constant"},
		{`purpose matches "("`, "pattern"},
		{`purpose matches "((a{100}){100})"`, "pattern"},
		{`count(members, count(members, true) > 1)`, "expression_loops"},
		{`repeat("x", 1000000)`, `name="repeat"`},
		{`fromJSON("{}")`, `name="fromJSON"`},
		{`let x = 1; x`, "let"},
		{`2 ** 1000`, "powers"},
		{`lookup("none", "a", "b", "c")`, `expression_table table="none"`},
		{`copies +` + strings.Repeat(" 1 +", 1000) + ` 1`, ""},
		{strings.Repeat("(", 3000) + "1" + strings.Repeat(")", 3000), ""},
		{strings.Repeat(" ", 5000), "expression_long"},
	} {
		_, err := expression.Compile(c.source, expression.AnyResult, names, nil)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.60s: %v, want an error with %q", c.source, err, c.says)
		}
	}
	if _, err := expression.Compile(`copies`, expression.BoolResult, names, nil); err == nil {
		t.Error("a number passed for a condition")
	}
}

func TestNames(t *testing.T) {
	p, err := expression.Compile(`age(birth) > 60 and count(members, .income > copies) > 0 and copies > 1`, expression.BoolResult, names, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(p.Names, " "); got != "birth copies members" {
		t.Errorf("reads %s", got)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{`copies > 1`, `count(members, .income > 1)`, `purpose matches "^a{3}"`, `"x" + purpose`, `kinds[0]`, `members?.x`, `replace(purpose,"c","kk")`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p, err := expression.Compile(source, expression.AnyResult, names, nil)
		if err != nil {
			return
		}
		done := make(chan struct{})
		go func() { defer close(done); _, _ = p.Run(values()) }()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			t.Fatalf("%q runs long", source)
		}
	})
}
