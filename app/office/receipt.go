package office

import (
	"fmt"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/identity"
	"sala/forms/petition"
)

// receiptIn are the words on a receipt in one language.
type receiptIn struct{ title, back, petition, service, due, tendered, change, keep, copy, card string }

// receiptWords are the words on a receipt, by language.
var receiptWords = map[string]receiptIn{
	"th": {"ใบเสร็จรับเงิน", "ใบคืนเงิน", "เลขที่คำร้อง", "รายการ", "รวมเงิน", "รับเงิน", "เงินทอน", "โปรดเก็บใบเสร็จนี้ไว้เป็นหลักฐาน", "สำเนา พิมพ์ครั้งที่ %d", "บัตร"},
	"ko": {"수수료 영수증", "수수료 반환증", "민원 번호", "내용", "합계", "받은 금액", "거스름돈", "이 영수증을 보관하여 주십시오", "사본, %d번째 출력", "카드"},
	"en": {"Receipt", "Refund", "Petition", "Service", "Total", "Received", "Change", "Please keep this receipt", "Copy, print no. %d", "Card"},
}

// Language returns the language of the office's papers.
func (p Profile) Language() string {
	switch p.Country {
	case "TH":
		return "th"
	case "KR":
		return "ko"
	}
	return "en"
}

// receipt writes the receipt for a fee. The payer's number is masked: paper is
// left lying about.
func (s *Session) receipt(r Reader, paid Paid, use act.NumberUse) (Receipt, error) {
	in := s.slipIn()
	lang := in.office
	w := receiptWords[lang]
	both := func(word func(receiptIn) string) string {
		return in.twice(func(language string) string { return word(receiptWords[language]) })
	}
	title := func(language string) string { return receiptWords[language].title }
	if paid.Amount.Minor < 0 {
		title = func(language string) string { return receiptWords[language].back }
	}
	now := s.office.Now()
	out := Receipt{
		Language:   lang,
		Office:     definition.Text(s.office.Profile.Names).In(lang),
		Title:      title(lang),
		Subtitle:   in.alone(title),
		Number:     use.Text,
		At:         calendar.Of(now).Long(lang) + now.Format(" 15:04"),
		TotalLabel: both(func(w receiptIn) string { return w.due }),
		Total:      paid.Amount.Text(lang),
		Officer:    inLanguage(s.Officer.Names, lang),
		Foot:       []string{receiptWords[in.taker].keep},
		QR:         use.Text,
	}
	if paid.copy > 0 {
		out.Foot = append([]string{fmt.Sprintf(w.copy, paid.copy+1)}, out.Foot...)
	}
	if form, ok := s.office.FormOf(paid.Petition); ok {
		out.Lines = in.service(form.Title, func(title string) ReceiptLine { return ReceiptLine{Label: title, Value: paid.Amount.Text(lang)} })
	}
	out.Lines = append(out.Lines, ReceiptLine{Label: w.petition, Value: paid.Petition.Number})
	if n := len(paid.Petition.Paid); n > 0 && paid.Petition.Paid[n-1].Method == petition.ByTerminal {
		b := paid.Petition.Machine.Booking
		out.Lines = append(out.Lines, ReceiptLine{Label: both(func(w receiptIn) string { return w.card }), Value: b.Card + " · " + b.Receipt})
	}
	if !paid.Change.IsZero() {
		received := paid.Amount
		received.Minor += paid.Change.Minor
		out.Lines = append(out.Lines, ReceiptLine{Label: both(func(w receiptIn) string { return w.tendered }), Value: received.Text(lang)}, ReceiptLine{Label: both(func(w receiptIn) string { return w.change }), Value: paid.Change.Text(lang)})
	}
	if paid.Petition.Resident != "" {
		who, err := r.Resident(paid.Petition.Resident)
		if err != nil {
			return out, fmt.Errorf("payer: %w", err)
		}
		out.Payer = who.Name(lang) + " " + identity.Mask(s.office.Profile.Country, who.NationalNumber)
	}
	return out, nil
}
