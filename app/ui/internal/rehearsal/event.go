package rehearsal

import (
	"slices"

	"sala/forms/definition"
	"sala/forms/pack"
)

// Moving is a life event: one intake that files two petitions.
func Moving() *definition.Form {
	return &definition.Form{
		ID: "event-moving", Version: "1.0.0", Country: "TH", Area: "events", LifeEvent: true, Kiosk: true,
		Title:   words("ย้ายบ้าน", "이사", "Moving house"),
		Summary: words("ลงทะเบียนผู้สูงอายุและขออนุญาตสถานที่จำหน่ายอาหารในคราวเดียว", "노인수당과 식품 영업 허가를 한 번에", "The allowance and the food licence in one go"),
		Fee:     definition.Fee{Currency: "THB"},
		LeadsTo: []definition.Outcome{{Form: "elderly", Set: map[string]string{"remarks": "reason"}}, {Form: "shop"}},
		Sections: []definition.Section{{ID: "why", Title: words("เรื่อง", "내용", "About"), Questions: []definition.Question{
			{ID: "reason", Kind: definition.ShortText, Label: words("เหตุที่ย้าย", "이사 사유", "Why you are moving"), Required: "true"},
		}}},
	}
}

// offers proposes the old-age allowance to whoever has not asked for it.
func offers(f pack.Facts) []pack.Offer {
	if slices.Contains(f.Asked, "elderly") {
		return nil
	}
	return []pack.Offer{{ID: "allowance", Form: "elderly", Title: words("เบี้ยยังชีพผู้สูงอายุ", "노인수당", "Old-age allowance"),
		Because: words("นางบุญมี ใจดี ในครัวเรือนอายุครบ 60 ปีแล้ว", "세대원 중 60세 이상이 있습니다", "Somebody in the household is over 60")}}
}
