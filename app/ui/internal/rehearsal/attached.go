package rehearsal

import (
	"fmt"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/definition"
)

// Keep keeps the bytes of an attachment.
func (v *view) Keep(hash string, body []byte) error {
	v.store.files[hash] = body
	return nil
}

// Attachment returns an attachment by its hash.
func (v *view) Attachment(hash string) (office.Attached, error) {
	for _, a := range v.attached {
		if a.Hash == hash {
			return a, nil
		}
	}
	return office.Attached{}, fmt.Errorf("attachment %s: %w", hash, office.ErrNotFound)
}

// AttachmentBody returns its bytes.
func (v *view) AttachmentBody(hash string) ([]byte, error) { return found(v.store.files, hash) }

// Attachments returns what belongs to a subject.
func (v *view) Attachments(subject string) ([]office.Attached, error) {
	var out []office.Attached
	for _, a := range v.attached {
		if a.Subject == subject {
			out = append(out, a)
		}
	}
	return out, nil
}

// Inspection is a form with all that is not typed: photos, files, a signature, a
// place, a code, and a table.
func Inspection() *definition.Form {
	return &definition.Form{
		ID: "inspection", Version: "1.0.0", Code: "ตส. 3", Country: "TH", Area: "business",
		Title:   words("ตรวจสถานที่จำหน่ายอาหาร", "식품 판매 업소 점검", "Inspection of food premises"),
		Summary: words("บันทึกผลการตรวจพร้อมรูปถ่าย", "사진과 함께 점검 결과를 기록", "What was found, with photographs"),
		Fee:     definition.Fee{Currency: "THB"},
		Sections: []definition.Section{
			{ID: "premises", Title: words("สถานที่", "업소", "The premises"), Questions: []definition.Question{
				{ID: "licence", Kind: definition.Barcode, Label: words("รหัสบนใบอนุญาต", "허가증의 바코드", "Code on the licence")},
				{ID: "place", Kind: definition.Location, Label: words("ตำแหน่ง", "위치", "Where it is")},
				{ID: "front", Kind: definition.Photo, Label: words("รูปถ่ายหน้าร้าน", "업소 앞 사진", "Photograph of the front"), Required: "true"},
				{ID: "plan", Kind: definition.File, Label: words("แผนผัง", "평면도", "Plan")},
			}},
			{ID: "findings", Title: words("สิ่งที่พบ", "점검 결과", "What was found"), Questions: []definition.Question{
				{ID: "items", Kind: definition.Table, Label: words("รายการตรวจ", "점검 항목", "Points checked"), Max: 20, Columns: []definition.Question{
					{ID: "what", Kind: definition.ShortText, Label: words("สิ่งที่ตรวจ", "항목", "What"), Required: "true"},
					{ID: "pieces", Kind: definition.Integer, Label: words("จำนวน", "수", "How many"), Constraint: "answer >= 0", Message: words("ต้องไม่น้อยกว่า 0", "0 이상이어야 합니다", "Not below 0")},
					{ID: "until", Kind: definition.Date, Label: words("แก้ไขภายใน", "시정 기한", "To be mended by")},
				}},
				{ID: "signature", Kind: definition.Signature, Label: words("ลายมือชื่อผู้ประกอบการ", "영업자 서명", "Signature of the owner")},
			}},
		},
	}
}

// AddOfficer lets another officer sign in, with everybody's password.
func (o *Office) AddOfficer(a act.Officer) {
	o.Store.mu.Lock()
	defer o.Store.mu.Unlock()
	o.Store.officers = append(o.Store.officers, a)
	o.Store.Passwords[a.ID] = Password
}
