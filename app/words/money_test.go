package words_test

import (
	"testing"

	"sala/app/words"
	"sala/forms/definition"
	"sala/forms/fee"
)

// Somebody is called by the name that the language has for her, also before a
// particle.
func TestANameInASentence(t *testing.T) {
	c := mustLoad(t, `left: {th: "{who} ไปแล้ว", ko: "{who}{who|은|는} 갔습니다", en: "{who} has left"}`)
	who := definition.Text{"th": "สมใจ", "ko": "솜짜이", "en": "Somjai"}
	for lang, want := range map[string]string{"th": "สมใจ ไปแล้ว", "ko": "솜짜이는 갔습니다", "en": "Somjai has left"} {
		if got := c.Text(lang, "left", map[string]any{"who": who}); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// What a use case refuses over money is said in the language's own words for
// the currency, like the amounts of the page around it.
func TestMoneyInASentence(t *testing.T) {
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	args := map[string]any{"counted": fee.Money{Minor: -150000, Currency: "THB"}, "expected": fee.Money{Minor: 123450000, Currency: "THB"}}
	for lang, want := range map[string]string{
		"th": "เงินที่นับได้ −1,500.00 บาท ไม่ตรงกับยอด 1,234,500.00 บาท จึงยังไม่ปิดวัน",
		"ko": "센 돈 −1,500.00바트가 장부 1,234,500.00바트와 달라 마감하지 않았습니다.",
		"en": "The counted −1,500.00 baht differs from the 1,234,500.00 baht that should be there, so the day was not closed.",
	} {
		if got, _ := c.Trouble(lang, "difference", args); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := c.Money("ko", fee.Money{Minor: 1000, Currency: "KRW"}); got != "1,000원" {
		t.Errorf("won are written %q", got)
	}
}
