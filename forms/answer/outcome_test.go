package answer_test

import (
	"reflect"
	"testing"

	"sala/forms/answer"
	"sala/forms/definition"
)

func TestOutcomes(t *testing.T) {
	form, err := definition.Read("f.yaml", []byte(`id: x
version: 1.0.0
country: TH
title: {en: x}
leads_to:
  - {certificate: paper, when: wanted}
  - {register: resident, each: movers, of: mover_number, by: number, when: mover_number != skip, set: {household: house, place: row}}
  - {register: land, set: {owner: '"A-" + house', nothing: missing}}
sections:
  - id: s
    title: {en: s}
    questions:
      - {id: wanted, kind: yes_no, label: {en: w}}
      - {id: house, kind: text, label: {en: h}}
      - {id: skip, kind: text, label: {en: s}}
      - {id: missing, kind: text, label: {en: m}}
      - id: movers
        kind: group
        label: {en: m}
        columns: [{id: mover_number, kind: text, label: {en: n}}]
`), definition.Library{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := answer.Open(form, map[string]any{"wanted": false, "house": "H", "skip": "2", "movers": []any{
		map[string]any{"mover_number": "1"}, map[string]any{"mover_number": "2"}, map[string]any{"mover_number": "3"}}}, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	type short struct {
		register, by, record string
		fields               map[string]any
	}
	var got []short
	for _, o := range s.Outcomes() {
		got = append(got, short{o.Register, o.By, o.Record, o.Fields})
	}
	want := []short{
		{"resident", "number", "1", map[string]any{"household": "H", "place": int64(1)}},
		{"resident", "number", "3", map[string]any{"household": "H", "place": int64(3)}},
		{"land", "", "", map[string]any{"owner": "A-H"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
}
