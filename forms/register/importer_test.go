package register_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sala/forms/register"
)

var mapping = register.Mapping{Register: register.Residents, Office: "TH-5014", Country: "TH", Language: "th", Columns: map[string]register.Column{
	"เลขประจำตัว": {Field: "number", As: "number", Required: true}, "ชื่อ": {Field: "first_th", Required: true}, "สกุล": {Field: "last_th"},
	"เกิด": {Field: "birth", As: "date"}, "เพศ": {Field: "sex", Values: map[string]string{"1": "male", "2": "female"}}, "รายได้": {Field: "income", As: "whole"},
}}

const people = "\ufeffเลขประจำตัว,ชื่อ,สกุล,เกิด,เพศ,รายได้,หมายเหตุ\n" +
	"1-1017-00230-70-8,สมหญิง,ใจดี,1 พ.ค. 2533,2,\"12,000\",\n" +
	"3100600445635,สมชาย,ใจดี,2533-05-12,1,,x\n" +
	"1101700230709,ผิด,เลข,,1,,\n" + // check digit
	"1101700230708,,ไม่มีชื่อ,,1,,\n" + // no name
	"1101700230708,ก,ข,31/2/2533,1,,\n" +
	"1101700230708,ก,ข,,3,,\n" +
	"1101700230708,ก,ข,,1,มาก,\n" +
	"1101700230708,\"ก\"x,ข\n" +
	"3100600445635,สุดท้าย,ใจดี\n"

func run(t *testing.T, from register.Progress, stopAfter int) ([]register.Record, []register.Refusal, register.Progress, error) {
	t.Helper()
	var taken []register.Record
	var refused []register.Refusal
	stop := errors.New("stop")
	p, err := register.Import(context.Background(), strings.NewReader(people), mapping, from, func(r register.Record) error {
		if stopAfter == 0 {
			return stop
		}
		stopAfter--
		taken = append(taken, r)
		return nil
	}, func(r register.Refusal) error { refused = append(refused, r); return nil }, nil)
	return taken, refused, p, err
}

func TestImport(t *testing.T) {
	taken, refused, p, err := run(t, register.Progress{}, -1)
	if err != nil || p.Taken != 3 || p.Refused != 6 || p.Row != 10 {
		t.Fatalf("%+v, %v", p, err)
	}
	first := register.AsResident(taken[0])
	if first.NationalNumber != "1101700230708" || first.Birth.String() != "1990-05-01" || first.Sex != register.Female || taken[0].Fields["income"] != int64(12000) || taken[0].ID != "TH-5014-1101700230708" {
		t.Errorf("%+v", taken[0])
	}
	if taken[1].Fields.Text("birth") != "1990-05-12" {
		t.Errorf("a Buddhist year in ISO form became %s", taken[1].Fields.Text("birth"))
	}
	var got []string
	for _, r := range refused {
		got = append(got, fmt.Sprintf("%d %s", r.Row, r.Code))
	}
	if s := strings.Join(got, ", "); s != "4 check_digit, 5 required, 6 not_a_date, 7 no_such_option, 8 not_a_number, 9 not_csv" {
		t.Errorf("refused %s", s)
	}
}

// An import that stops anywhere goes on as if it had not stopped.
func TestImportResumes(t *testing.T) {
	whole, refusedWhole, _, err := run(t, register.Progress{}, -1)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range len(whole) {
		first, refused, p, err := run(t, register.Progress{}, stop)
		if err == nil {
			t.Fatal("did not stop")
		}
		rest, more, end, err := run(t, p, -1)
		if err != nil || end.Taken != len(whole) || len(first)+len(rest) != len(whole) || len(refused)+len(more) != len(refusedWhole) || end.Row != 10 {
			t.Errorf("stopped after %d: %d and %d records, %+v, %v", stop, len(first), len(rest), end, err)
		}
	}
}

func TestImportNeedsItsColumns(t *testing.T) {
	_, err := register.Import(context.Background(), strings.NewReader("a,b\n1,2\n"), mapping, register.Progress{}, nil, nil, nil)
	if !errors.Is(err, register.ErrMapping) || !strings.Contains(err.Error(), "a, b") {
		t.Errorf("%v", err)
	}
}

func TestImportStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := register.Import(ctx, strings.NewReader(people), mapping, register.Progress{}, nil, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func FuzzImport(f *testing.F) {
	f.Add(people)
	f.Add("เลขประจำตัว,ชื่อ,สกุล,เกิด,เพศ,รายได้\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		rows := 0
		count := func() error { rows++; return nil }
		p, err := register.Import(context.Background(), strings.NewReader(text), mapping, register.Progress{}, func(register.Record) error { return count() }, func(register.Refusal) error { return count() }, nil)
		if err == nil && p.Taken+p.Refused != rows {
			t.Errorf("%+v after %d rows", p, rows)
		}
	})
}
