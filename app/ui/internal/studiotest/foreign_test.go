package studiotest

import "testing"

func TestForeign(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"th", "รับคำร้อง TH-5001-D01-00000007 แล้ว", ""},
		{"th", "เอกสารเลขที่ ทร.5001-2569-000124", ""},
		{"th", "ผู้ดูแลระบบเพิ่มได้ด้วย salactl device", ""},
		{"th", "plan.pdf  ·  1 kB", ""},
		{"th", "เมื่อสายขาด ส่งผ่าน https://192.168.1.20:8444", ""},
		{"th", "22 พ.ย. 2569 09:00", ""},
		{"th", "ตรวจกุญแจ 9f2c 41aa 03be … a95b 6d38", ""},
		{"th", "AB000101 – AB000140", ""},
		{"ko", "0.4 MB  ·  1. 1. 1.", "1. 1. 1."},
		{"th", "TH", "TH"},
		{"th", "สถานะ under_review", "under_review"},
		{"th", "resident", "resident"},
		{"th", "เปิด Mo-Fr 08:30-16:30", "Mo-Fr"},
		{"th", "0.4 MB  ·  1 ม.ค. 544", "1 ม.ค. 544"},
		{"th", "TH-5001-D01-20261122T020000Z", ""},
		{"th", "มีผลตั้งแต่ 2026-11-22", "2026-11-22"},
		{"ko", "열기 Mo-Fr 08:30-16:30", "Mo-Fr"},
		{"ko", "desk.said.tested", "desk.said.tested"},
		{"en", "Open the record", ""},
		{"en", "It is under_review", "under_review"},
	} {
		if got := foreign(c.language, c.text); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.language, c.text, got, c.want)
		}
	}
}
