package escpos

import "fmt"

// TestSheet returns a job that shows what the printer makes of its profile: one
// line a script, with the number of its code page, so that a wrong number is
// seen at once.
func TestSheet(p Profile) *Job {
	j := NewJob(p)
	j.Text("SALA", Style{Align: Centre, Bold: true, Wide: true, Tall: true})
	j.Text(fmt.Sprintf("%s  %d columns  %d dots", p.Name, p.Columns, p.Dots), Style{Align: Centre})
	j.Rule()
	if page, ok := p.Pages[Thai]; ok {
		j.Text(fmt.Sprintf("[%d] ทดสอบ ปี่ ป่า น้ำ กตัญญู ฎีกา", page), Style{})
	}
	if p.Hangul {
		j.Text("[KS] 시험 인쇄 한글 가나다", Style{})
	}
	j.Text("0123456789 ABCXYZ abcxyz .,:;-/", Style{})
	if p.QR {
		j.QR("SALA TEST", 4, Centre)
	}
	j.Rule()
	j.Cut()
	return j
}
