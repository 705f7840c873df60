package kiosk

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sala/app/ui/internal/studiotest"
	"sala/app/words"
)

// What a citizen is told to do about a trouble is hers to do, in each language, and
// what the catalogue names is in the catalogue.
func TestTroublesAreSaidToCitizens(t *testing.T) {
	notHers := regexp.MustCompile(`(?i)type the (data|number|petition)|plug|IT section|salactl|administrator|cable|officers:|hopper|backup|disk|database|sign in` +
		`|กรอก|สายเคเบิล|ตรวจสาย|เสียบสาย|ฝ่ายไอที|ผู้ดูแล|เจ้าหน้าที่โปรด|สำรอง|ดิสก์|พิมพ์เลข` +
		`|직접 입력|케이블|선을|전산|관리자|담당자는|백업|디스크|번호를 입력`)
	parts := studiotest.Kit(t)
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, area := range []string{"office.error.", "device.error.", "paper.error."} {
		for _, key := range catalogue.Keys(area) {
			codes = append(codes, strings.TrimPrefix(key, area))
		}
	}
	for code := range hints {
		if !slices.Contains(codes, code) {
			t.Errorf("there is no trouble %q", code)
		}
	}
	for _, code := range codes {
		for _, parts.Language = range words.Languages() {
			for _, p := range []Page{Welcome, Insert, PIN, Question, Review, Payment, Printing, Ticket} {
				says, hint := troubleSays(&parts, View{Page: p, Code: code})
				if says == "" || hint == "" || notHers.MatchString(hint) {
					t.Errorf("%s on the page %s: %q %q", code, p, says, hint)
				}
			}
			_, own := parts.Words.Trouble(parts.Language, code, nil)
			if _, hint := troubleSays(&parts, View{Page: Staff, Code: code}); hint != own {
				t.Errorf("%s: an officer is not told what an officer does", code)
			}
		}
	}
}
