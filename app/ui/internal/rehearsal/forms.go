package rehearsal

import "sala/forms/definition"

// Forms is a pack of a few forms.
type Forms []*definition.Form

// Name returns the pack's name.
func (Forms) Name() string { return "rehearsal@1" }

// Form returns the form with the ID.
func (f Forms) Form(id string) (*definition.Form, bool) {
	for _, form := range f {
		if form.ID == id {
			return form, true
		}
	}
	return nil, false
}

// Forms returns all.
func (f Forms) Forms() []*definition.Form { return f }

func words(th, ko, en string) definition.Text { return definition.Text{"th": th, "ko": ko, "en": en} }

func option(id, th, ko, en string) definition.Option {
	return definition.Option{ID: id, Label: words(th, ko, en)}
}

// HouseCopy is the form of the main job.
func HouseCopy() *definition.Form {
	return &definition.Form{
		ID: "house-register-copy", Version: "1.0.0", Code: "ท.ร.14/1", Country: "TH", Area: "residents", Kiosk: true, TwoPersons: true,
		Title:   words("คัดและรับรองสำเนาทะเบียนบ้าน", "주택등록부 등본 발급", "Certified copy of the house register"),
		Summary: words("สำเนาทะเบียนบ้านที่นายทะเบียนรับรอง ใช้เป็นหลักฐานแสดงที่อยู่", "등록관이 확인한 주소 증명", "A copy that proves where you live, certified by the registrar"),
		Fee:     definition.Fee{Minor: 2000, Currency: "THB"}, Approvals: []string{"registrar"}, LeadsTo: []definition.Outcome{{Certificate: "th.house-register-copy"}},
		Sections: []definition.Section{
			{ID: "applicant", Title: words("ผู้ขอ", "신청인", "Applicant"), Questions: []definition.Question{
				{ID: "cid", Kind: definition.NationalNumber, Label: words("เลขประจำตัวประชาชน", "주민번호", "National number"), Required: "true", Prefill: "resident.number"},
				{ID: "telephone", Kind: definition.ShortText, Label: words("หมายเลขโทรศัพท์", "전화번호", "Telephone"),
					Hint: words("ใช้แจ้งผลเท่านั้น", "결과를 알릴 때만 씁니다", "Only to tell you the outcome"), Max: 20, Constraint: `answer matches "^[0-9+() -]+$"`,
					Message: words("หมายเลขโทรศัพท์เขียนด้วยตัวเลข", "전화번호는 숫자로 적습니다", "A telephone number is written in digits")},
			}},
			{ID: "request", Title: words("คำขอ", "신청 내용", "Request"), Questions: []definition.Question{
				{ID: "purpose", Kind: definition.OneOf, Label: words("นำไปใช้เพื่อ", "사용 목적", "What is it for?"), Required: "true", Options: []definition.Option{
					option("school", "สมัครเรียน", "입학", "School"), option("work", "สมัครงาน", "취업", "Work"), option("bank", "ติดต่อธนาคาร", "은행", "Bank"),
					option("court", "ติดต่อศาล", "법원", "Court"), option("other", "อื่น ๆ", "기타", "Other")}},
				{ID: "purpose_other", Kind: definition.ShortText, Label: words("โปรดระบุ", "내용을 적어 주세요", "Please say which"), Relevant: `purpose == "other"`, Required: "true", Max: 80},
				{ID: "copies", Kind: definition.Integer, Label: words("จำนวนฉบับ", "부수", "Number of copies"), Default: "1", Required: "true", Constraint: "answer >= 1 && answer <= 5",
					Message: words("ขอได้ 1 ถึง 5 ฉบับ", "1부에서 5부까지 신청할 수 있습니다", "One to five copies")},
				{ID: "needed_by", Kind: definition.Date, Label: words("ต้องการใช้ภายในวันที่", "필요한 날짜", "Needed by")},
			}},
		},
	}
}

// MoveIn is a form with a repeating group and an address.
func MoveIn() *definition.Form {
	return &definition.Form{
		ID: "move-in", Version: "1.0.0", Code: "ท.ร.6", Country: "TH", Area: "residents", Kiosk: true,
		Title:   words("แจ้งย้ายเข้า", "전입신고", "Notice of moving in"),
		Summary: words("แจ้งย้ายเข้าทะเบียนบ้านภายใน 15 วัน", "이사 후 15일 안에 신고", "Within 15 days of moving"),
		Fee:     definition.Fee{Currency: "THB"},
		Sections: []definition.Section{
			{ID: "house", Title: words("บ้านใหม่", "새 집", "The new home"), Questions: []definition.Question{
				{ID: "address", Kind: definition.Address, Label: words("ที่อยู่ใหม่", "새 주소", "New address"), Required: "true"},
				{ID: "moved", Kind: definition.Date, Label: words("วันที่ย้ายเข้า", "이사한 날", "Date of moving in"), Required: "true"},
				{ID: "own", Kind: definition.YesNo, Label: words("เป็นเจ้าบ้านหรือไม่", "세대주입니까?", "Are you the head of the house?"), Required: "true"},
				{ID: "remarks", Kind: definition.LongText, Label: words("หมายเหตุ", "비고", "Remarks"), Max: 500},
			}},
			{ID: "people", Title: words("ผู้ย้ายเข้า", "전입자", "Who moves in"), Questions: []definition.Question{
				{ID: "members", Kind: definition.Group, Label: words("ผู้ย้ายเข้าด้วยกัน", "함께 전입하는 사람", "Those who move in together"), Min: 1, Max: 12, Columns: []definition.Question{
					{ID: "name", Kind: definition.ShortText, Label: words("ชื่อ-นามสกุล", "이름", "Name"), Required: "true"},
					{ID: "cid", Kind: definition.NationalNumber, Label: words("เลขประจำตัวประชาชน", "주민번호", "National number")},
					{ID: "birth", Kind: definition.Date, Label: words("วันเกิด", "생년월일", "Date of birth")},
				}},
			}},
		},
	}
}

// others are services without questions of interest, so that lists are full.
func others() []*definition.Form {
	list := []struct{ id, th, ko, en string }{
		{"birth", "แจ้งการเกิด", "출생신고", "Notice of a birth"},
		{"death", "แจ้งการตาย", "사망신고", "Notice of a death"},
		{"move-out", "แจ้งย้ายออก", "전출신고", "Notice of moving out"},
		{"elderly", "ลงทะเบียนเบี้ยยังชีพผู้สูงอายุ", "노인수당 등록", "Old-age allowance"},
		{"disability", "ลงทะเบียนเบี้ยความพิการ", "장애수당 등록", "Disability allowance"},
		{"shop", "ขอใบอนุญาตสะสมอาหาร", "식품 영업 허가", "Food premises licence"},
	}
	var out []*definition.Form
	for _, f := range list {
		out = append(out, &definition.Form{ID: f.id, Version: "1.0.0", Country: "TH", Title: words(f.th, f.ko, f.en), Fee: definition.Fee{Currency: "THB"}, Kiosk: f.id != "shop", KioskPIN: f.id == "elderly",
			Sections: []definition.Section{{ID: "a", Title: words("รายละเอียด", "내용", "Details"), Questions: []definition.Question{
				{ID: "remarks", Kind: definition.LongText, Label: words("รายละเอียด", "내용", "Details"), Required: "true"},
			}}}})
	}
	return out
}
