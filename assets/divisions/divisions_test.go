package divisions_test

import (
	"testing"

	"sala/assets/divisions"
)

func TestThailand(t *testing.T) {
	d := divisions.Thailand()
	if n := len(d.Provinces()); n != 77 {
		t.Errorf("%d provinces, want 77", n)
	}
	if n := len(d.Places()); n < 7400 || n > 7500 {
		t.Errorf("%d sub-districts, want about 7,450", n)
	}
	p, ok := d.ByCode("501407")
	if !ok || p.Subdistrict != "หนองจ๊อม" || p.District != "สันทราย" || p.Province != "เชียงใหม่" || p.Postcode != "50210" || p.Latin.District != "San Sai" {
		t.Errorf("501407 is %+v", p)
	}
	if p, ok := d.Lookup("พระบรมมหาราชวัง", "", ""); !ok || p.Code != "100101" || p.District != "พระนคร" {
		t.Errorf("the Grand Palace's khwaeng is %+v, %v", p, ok)
	}
	if _, ok := d.Lookup("ในเมือง", "", ""); ok {
		t.Error("a name that many districts share was taken for one place")
	}
	seen := map[string]bool{}
	for _, p := range d.Places() {
		if seen[p.Code] || len(p.Code) != 6 || len(p.Postcode) != 5 || p.Subdistrict == "" || p.Latin.Subdistrict == "" {
			t.Errorf("bad place %+v", p)
		}
		seen[p.Code] = true
	}
}

func TestComplete(t *testing.T) {
	d := divisions.Thailand()
	for _, c := range []struct{ typed, first string }{
		{"หนองจ๊", "501407"},
		{"nong chom", "501407"},
		{"แม่แฝกใ", "501410"},
		{"San Sai Lu", "501401"},
	} {
		got := d.Complete(c.typed, 5)
		if len(got) == 0 || got[0].Code != c.first {
			t.Errorf("Complete(%q) = %v, want %s first", c.typed, got, c.first)
		}
	}
	for _, p := range d.Complete("50290", 50) {
		if p.Postcode != "50290" {
			t.Errorf("50290 gave %+v", p)
		}
	}
	if got := d.Complete(" ", 5); got != nil {
		t.Errorf("nothing typed gave %v", got)
	}
	if got := d.Complete("เชียงใหม่", 7); len(got) != 7 {
		t.Errorf("limit 7 gave %d", len(got))
	}
}

func TestKorea(t *testing.T) {
	d := divisions.Korea()
	if n := len(d.Provinces()); n != 17 {
		t.Errorf("%d provinces, want 17", n)
	}
	districts := 0
	for _, p := range d.Provinces() {
		districts += len(d.Districts(p))
	}
	if districts != 229 {
		t.Errorf("%d districts, want 229", districts)
	}
	if p, ok := d.Lookup("용문면", "양평군", "경기도"); !ok || p.District != "양평군" {
		t.Errorf("%+v, %v", p, ok)
	}
	if got := d.Complete("양평", 20); len(got) != 12 {
		t.Errorf("양평 completes to %d places", len(got))
	}
}

func TestExists(t *testing.T) {
	for _, c := range []struct {
		country, subdistrict, district, province string
		want                                     bool
	}{
		{"TH", "หนองจ๊อม", "สันทราย", "เชียงใหม่", true},
		{"TH", "หนองจ๊อม", "สันทราย", "ลำพูน", false},
		{"TH", "ไม่มีจริง", "สันทราย", "เชียงใหม่", false},
		{"TH", "บ้านจันทร์", "กัลยาณิวัฒนา", "เชียงใหม่", true},
		{"KR", "양평읍", "양평군", "경기도", true},
		{"KR", "없는면", "양평군", "경기도", false},
		{"KR", "혜화동", "종로구", "서울특별시", true}, // deeper than the data go
		{"KR", "혜화동", "없는구", "서울특별시", false},
		{"LA", "x", "y", "z", true},
	} {
		if got := divisions.Exists(c.country, c.subdistrict, c.district, c.province); got != c.want {
			t.Errorf("%s %s %s %s: %v", c.country, c.subdistrict, c.district, c.province, got)
		}
	}
}
