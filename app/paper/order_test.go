package paper_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/paper"
	"sala/forms/certificate"
)

// A paper that no officer approved names the rule that permits it, whatever
// template it follows and however long what stands beside it is; on one that an
// officer approved no rule stands.
func TestPaperNamesTheStandingOrder(t *testing.T) {
	h := demonstration(t)
	ts := templates(t)
	samples, err := ts.Samples()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		t.Run(s.Template, func(t *testing.T) {
			tpl, _ := ts.Template(s.Template)
			in := certificate.Specimen(tpl)
			in.Mode, in.Provisional = "", true
			by, order := in, in
			order.Order = s.Template + "@1.0.0"
			_, before := h.says(t, tpl, by)
			doc, said := h.says(t, tpl, order)
			want := squeeze(h.words.Text(doc.Language, "paper.order", map[string]any{"order": order.Order}))
			if !strings.Contains(said, want) {
				t.Errorf("the paper does not say %q", want)
			}
			if doc.AsOf != "" && !strings.Contains(said, squeeze(h.words.Text(doc.Language, "paper.as_of", map[string]any{"at": doc.AsOf}))) {
				t.Error("it does not say any more of when the register is")
			}
			if strings.Contains(before, order.Order) {
				t.Error("an officer's paper names an order")
			}
		})
	}
}

// says makes out a template's sample and returns it with all that is on paper.
func (h house) says(t *testing.T, tpl *certificate.Template, in certificate.Issue) (certificate.Document, string) {
	t.Helper()
	doc, err := tpl.Fill(tpl.Sample, in)
	if err != nil {
		t.Fatal(err)
	}
	setter, err := specimenOffice(doc.Issuer.ID, h.words, h.root, seeded("order"), time.Unix(doc.IssuedAt, 0))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := make1(t, house{h.root, setter, h.words}, doc)
	trust, roots := h.trust(t)
	if _, found, err := paper.Verify(b, trust, roots); err != nil || found.Order() != in.Order {
		t.Errorf("who verifies it finds the order %q, error %v", found.Order(), err)
	}
	name := "officer-"
	if in.Order != "" {
		name = "order-"
	}
	file := write(t, name+tpl.ID+".pdf", b)
	return doc, squeeze(run(t, "pdftotext", "-raw", file, "-"))
}

// However full the page is and however much the signature's column says, the
// foot of the page stays free of it.
func TestTheFootStaysFree(t *testing.T) {
	h := demonstration(t)
	for _, language := range []string{"th", "ko", "en"} {
		t.Run(language, func(t *testing.T) {
			doc := thaiHouse()
			doc.Language, doc.Extra = language, map[string]string{"order": "th.house-register-copy@1.0.0"}
			doc.Officer.Title = strings.Repeat(doc.Officer.Title+" ", 9)
			table := doc.Blocks[1].Table
			row := table.Rows[0]
			for len(table.Rows) < 13 {
				table.Rows = append(table.Rows, row)
			}
			for range 6 {
				table.Rows = append(table.Rows, row)
				b, _ := make1(t, h, doc)
				words := run(t, "pdftotext", "-bbox", write(t, "full.pdf", b), "-")
				for _, m := range lower.FindAllStringSubmatch(words, -1) {
					// The foot's rule is drawn at 278 mm, and its words end below 280.
					if y, err := strconv.ParseFloat(m[1], 64); err != nil || y > points(276) && y < points(280) || y > points(285) {
						t.Fatalf("with %d rows %q ends at %s points: %v", len(table.Rows), m[2], m[1], err)
					}
				}
			}
		})
	}
}

// lower finds where each word of pdftotext's boxes ends, and the word.
var lower = regexp.MustCompile(`yMax="([\d.]+)">([^<]*)<`)

func points(mm float64) float64 { return mm * 72 / 25.4 }
