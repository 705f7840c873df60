package register_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sala/forms/calendar"
	"sala/forms/register"
)

func TestCount(t *testing.T) {
	person := func(birth, death, sex string) register.Record {
		return register.Record{Fields: register.Fields{"birth": birth, "death": death, "sex": sex}}
	}
	records := []register.Record{person("2025-01-01", "", "male"), person("2021-11-23", "", "female"), person("2021-11-22", "", "female"), person("1920-00-00", "", "male"),
		person("1930-01-01", "2020-01-01", "male"), person("", "", "female"), person("2030-01-01", "", "")}
	on := calendar.Date{Year: 2026, Month: 11, Day: 22}
	spell := func(groups []register.Group) string {
		var out []string
		for _, g := range groups {
			out = append(out, fmt.Sprintf("%s=%d", strings.Join(g.Values, "/"), g.Count))
		}
		return strings.Join(out, " ")
	}
	if got := spell(register.Count(slices.Values(records), register.ByAge(on, 5, 85))); got != "=3 0-4=2 5-9=1 85+=1" {
		t.Errorf("by age: %s", got)
	}
	if got := spell(register.Count(slices.Values(records), register.By("sex"))); got != "=1 female=3 male=3" {
		t.Errorf("by sex: %s", got)
	}
	if got := spell(register.Count(slices.Values(records), register.By("sex"), register.ByAge(on, 10, 85))); got != "/=1 female/=1 female/0-9=2 male/=1 male/0-9=1 male/85+=1" {
		t.Errorf("by both: %s", got)
	}
	if got := register.Count(slices.Values(records)); len(got) != 1 || got[0].Count != len(records) {
		t.Errorf("all: %v", got)
	}
}
