package paper_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/paper/internal/archivetest"
	"sala/forms/act"
	"sala/forms/register"
)

// The citizen's list of who looked at her record says each look with its
// reason, in her language, on as many pages as it takes; other programs read it.
func TestViewsAreOnPaper(t *testing.T) {
	h := demonstration(t)
	bangkok := time.FixedZone("+07", 7*3600)
	v := office.Views{
		Profile:  office.Profile{Office: "TH-5014", Station: "TH-5014-D01", Country: "TH", Names: map[string]string{"th": "เทศบาลตำบลแม่ปิง", "ko": "매삥 면사무소", "en": "Mae Ping Municipality"}},
		Register: register.Residents, ID: "TH-5014-R0000001", At: time.Date(2026, 11, 22, 10, 0, 0, 0, bangkok),
		Resident: register.Resident{ID: "TH-5014-R0000001", NationalNumber: "1509900000017", Names: map[string]register.Name{"th": {First: "สมหญิง", Last: "ใจดี"}, "en": {First: "Somying", Last: "Jaidee"}}},
		By:       act.Officer{ID: "somjai", Names: map[string]string{"th": "สมใจ รักงาน", "ko": "솜짜이", "en": "Somjai Rakngan"}, Title: map[string]string{"th": "นักจัดการงานทั่วไป", "ko": "주무관", "en": "Clerk"}},
	}
	v.Officers = map[string]act.Officer{"somjai": v.By}
	for n := range 60 {
		v.List = append(v.List, office.Viewing{Entry: uint64(9000 - n), Officer: []string{"somjai", "TH-5014-K01"}[n%2], Consent: "card",
			Purpose: []string{"citizen", "petition", "inspection: ตรวจหลังน้ำท่วม"}[n%3], At: time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC).AddDate(0, 0, -n)})
	}
	archive := t.TempDir()
	for _, language := range []string{"th", "ko", "en"} {
		file, err := h.paper.Views(context.Background(), v, language)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(archive, language+".pdf")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("SALA_LOOK"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "views-"+language+".pdf"), file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		run(t, "qpdf", "--check", path)
		said := squeeze(run(t, "pdftotext", "-raw", path, "-"))
		say := func(key string) string { return h.words.Text(language, key, nil) }
		for _, want := range []string{say("paper.views.title"), v.Resident.Name(language), "1-5099-00000-01-7", v.By.Names[language], say("purpose.citizen"), say("purpose.petition"),
			say("purpose.inspection") + ": ตรวจหลังน้ำท่วม", say("consent.card"), "TH-5014-K01", fmt.Sprint(v.List[59].Entry), say("paper.views.working")} {
			if !strings.Contains(said, squeeze(want)) {
				t.Errorf("%s: the page does not say %q", language, want)
			}
		}
		if n, pages := strings.Count(said, squeeze(say("paper.views.purpose")+say("paper.views.consent"))), h.paper.Pages(file); pages < 2 || n < pages-1 { // the last may hold the foot alone
			t.Errorf("%s: %d headings of the table on %d pages", language, n, pages)
		}
	}
	archivetest.Check(t, archive)
}
