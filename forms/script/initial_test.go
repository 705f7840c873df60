package script_test

import (
	"testing"

	"sala/forms/script"
)

func TestInitial(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"คัดสำเนาทะเบียนบ้าน", "ค"},
		{"แจ้งย้ายเข้า", "จ"}, // the vowel is written first and sorted second
		{"โอนที่ดิน", "อ"},
		{"호적 등본", "ㅎ"},
		{"쓰레기 신고", "ㅅ"},
		{"까치", "ㄱ"},
		{"힣", "ㅎ"},
		{"가", "ㄱ"},
		{"ㅉ", "ㅈ"},
		{"élite", "É"},
		{"  (copy) of a paper", "C"},
		{"15-day notice", "1"},
		{"เ", ""},
		{"—", ""},
		{"", ""},
	} {
		if got := script.Initial(c.text); got != c.want {
			t.Errorf("%q is found under %q, want %q", c.text, got, c.want)
		}
	}
}
