package xlsform_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/xlsform"
)

// workbook makes a workbook of text: sheets begin with "# name", cells are
// separated by "|".
func workbook(t testing.TB, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	sheet, row := "", 0
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "# "); ok {
			sheet, row = name, 0
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if line == "" {
			continue
		}
		row++
		var cells []string
		for c := range strings.SplitSeq(line, "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &cells); err != nil {
			t.Fatal(err)
		}
	}
	_ = f.DeleteSheet("Sheet1")
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func importText(t testing.TB, text string, files fstest.MapFS) (*definition.Form, []xlsform.Note) {
	t.Helper()
	o := xlsform.Options{Country: "TH"}
	if files != nil {
		o.Files = files
	}
	form, notes, err := xlsform.Import(workbook(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	return form, notes
}

// reference has each construct of the XLSForm reference table.
func reference(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/reference.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var media = fstest.MapFS{
	"fruits.csv": {Data: []byte("name,label,price\nmango,มะม่วง,40\nlongan,ลำไย,35\n")},
	"rates.csv":  {Data: []byte("zone,rate\nn,12\ns,7\n")},
}

func TestReferenceFills(t *testing.T) {
	form, notes := importText(t, reference(t), media)
	for _, n := range notes {
		if n.Code == "rule_lost" || n.Code == "type_unknown" {
			t.Errorf("%v", n)
		}
	}
	s, err := answer.Open(form, nil, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}, Prefill: map[string]any{"officer": map[string]any{"name": "วิชัย"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]any{
		{"full_name", "สมหญิง"}, {"age_given", 34}, {"height", "1.62"}, {"sex", "f"}, {"pregnant", "yes"}, {"symptoms", "cough fever"}, {"born", "1990-05-01"},
		{"state", "n"}, {"county", "n2"}, {"fruit", "mango"}, {"zone", "s"}, {"score", 7}, {"agree", true}, {"visit", "2026-11-20T09:30"},
		{"people[0].who", "ก"}, {"people[0].income", 100}, {"people[1].who", "ข"}, {"people[1].income", 50}, {"water", "other"}, {"water_other", "ฝน"}, {"three[2].word", "x"},
	} {
		if err := s.Set(pair[0].(string), pair[1]); err != nil {
			t.Errorf("%v: %v", pair[0], err)
		}
	}
	for path, want := range map[string]any{
		"years": "36", "bmi_note": nil, "income_sum": "150", "first_symptom": "cough", "symptom_count": "2", "rate": "7", "fruit_price": "40",
		"greeting": "Dear สมหญิง", "who_all": "ก, ข", "adult": "yes", "person_count": "2", "user": "วิชัย", "people[1].place": "2", "people[0].double": "200",
	} {
		if got := s.Value(path); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
	var offered []string
	for _, o := range s.Options("county") {
		offered = append(offered, o.ID)
	}
	if strings.Join(offered, " ") != "n1 n2" {
		t.Errorf("counties of n: %v", offered)
	}
	if problems := s.Problems(); len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	_ = s.Set("age_given", 200)
	_ = s.Set("sex", "m")
	_ = s.Set("county", "s1")
	_ = s.Set("score", 11)
	_ = s.Set("agree", false)
	got := ""
	for _, p := range s.Problems() {
		got += p.Question + ":" + p.Code + " "
	}
	if got != "age_given:constraint county:option_not_offered score:constraint agree:constraint " || s.Relevant("pregnant") {
		t.Errorf("wrong answers: %s, pregnant asked: %v", got, s.Relevant("pregnant"))
	}
}

// cells lists what stands in a workbook, without order of rows lost: sheet, row
// and heading.
func cells(t testing.TB, b []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, sheet := range []string{"survey", "choices", "settings"} {
		out = append(out, rowsOf(t, f, sheet)...)
	}
	slices.Sort(out)
	return out
}

// sheetCells is cells for one sheet, which need not be there.
func sheetCells(t *testing.T, b []byte, sheet string) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(f.GetSheetList(), sheet) {
		return nil
	}
	out := rowsOf(t, f, sheet)
	slices.Sort(out)
	return out
}

func rowsOf(t testing.TB, f *excelize.File, sheet string) (out []string) {
	t.Helper()
	if !slices.Contains(f.GetSheetList(), sheet) {
		return nil
	}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(rows); n++ {
		at := n - 1
		if sheet == "choices" {
			at = 0
		}
		for c, text := range rows[n] {
			if text != "" && c < len(rows[0]) {
				out = append(out, fmt.Sprintf("%s %d %s = %s", sheet, at, rows[0][c], text))
			}
		}
	}
	return out
}

// Import and Export lose nothing: neither a cell of the workbook nor a rule of
// the form.
func TestReferenceReturnsWithoutLoss(t *testing.T) {
	first := workbook(t, reference(t))
	form, _ := importText(t, reference(t), media)
	second, notes, err := xlsform.Export(form)
	if err != nil {
		t.Fatal(err)
	}
	if len(notes) > 0 {
		t.Errorf("export notes: %v", notes)
	}
	if diff := cmp.Diff(cells(t, first), cells(t, second)); diff != "" {
		t.Errorf("cells lost or changed:\n%s", diff)
	}
	again, _, err := xlsform.Import(second, xlsform.Options{Country: "TH", Files: media})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(form, again, cmpopts.IgnoreUnexported(definition.Form{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("form changed:\n%s", diff)
	}
	yaml, err := definition.Write(form)
	if err != nil {
		t.Fatal(err)
	}
	read, err := definition.Read("imported.yaml", yaml, definition.Library{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(form, read, cmpopts.IgnoreUnexported(definition.Form{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("form changed in YAML:\n%s", diff)
	}
}

// What cannot be carried is named by its cell.
func TestNotesNameTheCell(t *testing.T) {
	for _, c := range []struct{ name, survey, cell, code, behind string }{
		{"unknown type", "type|name|label\nhologram|h|H", "A2", "type_unknown", ""},
		{"unknown function", "type|name|label|calculation\ncalculate|a||digest('x', 'MD5')", "D2", "rule_lost", "no_counterpart"},
		{"unknown question", "type|name|label|relevant\ntext|a|A|${b} = 1", "D2", "rule_lost", "no_question"},
		{"a trigger", "type|name|label|trigger\ntext|a|A|\ntext|b|B|${a}", "D3", "trigger_kept", ""},
		{"a broken rule", "type|name|label|constraint\ntext|a|A|. = 'x", "D2", "rule_lost", "no_quote"},
		{"rows by a rule without counterpart", "type|name|label|repeat_count\ninteger|n|N|\nbegin_repeat|r|R|digest(${n}, 'MD5')\ntext|a|A|\nend_repeat|||", "D3", "rule_lost", "no_counterpart"},
		{"a list that is not there", "type|name|label\nselect_one x|a|A", "A2", "list_missing", ""},
		{"a circle", "type|name|label|calculation\ncalculate|a||${b} + 1\ncalculate|b||${a} + 1", "D2", "rule_lost", "circle"},
		{"a circle of a condition and a calculation", "type|name|label|relevant|calculation\ntext|a|A|${b} = 'x'|\ncalculate|b|||${a}", "D2", "rule_lost", "circle"},
		{"a group on itself", "type|name|label|relevant\nbegin_group|g|G|./a = 'x'\ntext|a|A|\nend_group|||", "D2", "group_on_itself", ""},
		{"a choice's words", "type|name|label|calculation\nselect_one l|a|A|\ncalculate|b||jr:choice-name(${a}, '${a}')\n# choices\nlist_name|name|label\nl|x|X", "D3", "one_language", ""},
		{"an appearance", "type|name|label|appearance\nselect_one_from_file x.csv|a|A|map", "D2", "appearance_kept", ""},
		{"a parameter", "type|name|label|parameters\nimage|a|A|max-pixels=100 app=x", "D2", "parameters_kept", ""},
		{"read only by a rule", "type|name|label|read_only\ntext|a|A|${b} = 1\ntext|b|B|", "D2", "readonly_rule", ""},
		{"the time of day", "type|name|label|calculation\ncalculate|a||now()", "D2", "now_is_today", ""},
		{"the last record", "type|name|label|default\ntext|a|A|${last-saved#a}", "D2", "rule_lost", "last_saved"},
		{"a setting", "type|name|label\ntext|a|A\n# settings\nform_title|public_key\nT|MIIB", "B2", "setting_kept", ""},
		{"entities", "type|name|label|save_to\ntext|a|A|tree\n# entities\nlist_name|label\ntrees|${a}", "A2", "entities_kept", ""},
		{"another sheet", "type|name|label\ntext|a|A\n# plan\nx|y\n1|2", "A1", "sheet_not_carried", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			form, notes := importText(t, "# survey\n"+c.survey, nil)
			if form == nil || !slices.ContainsFunc(notes, func(n xlsform.Note) bool {
				return n.Cell == c.cell && n.Code == c.code && (c.behind == "" || n.Because != nil && n.Because.Code == c.behind)
			}) {
				t.Errorf("no note at %s of %s %s: %v", c.cell, c.code, c.behind, notes)
			}
			b, _, err := xlsform.Export(form)
			if err != nil {
				t.Fatal(err)
			}
			if c.name == "a trigger" && !slices.Contains(cells(t, b), "survey 1 trigger = ${a}") {
				t.Errorf("export lost the trigger: %v", cells(t, b))
			}
		})
	}
}

func TestRefusedWorkbooks(t *testing.T) {
	for name, b := range map[string][]byte{
		"no workbook": []byte("PK"), "empty": nil, "no survey": workbook(t, "# other\na|b"), "begin without end": workbook(t, "# survey\ntype|name|label\nbegin_group|g|G\ntext|a|A"),
		"end without begin": workbook(t, "# survey\ntype|name|label\ntext|a|A\nend_repeat||"), "too large": make([]byte, xlsform.MaxFile+1),
	} {
		if form, _, err := xlsform.Import(b, xlsform.Options{Country: "TH"}); err == nil {
			t.Errorf("%s: accepted as %v", name, form)
		}
	}
}

// Choices of their own sheet go back to it, and readers that stream find every
// row: the sheet says how large it is.
func TestExternalChoices(t *testing.T) {
	form, _ := importText(t, "# survey\ntype|name|label|choice_filter\nselect_one s|s|S|\nselect_one_external t|t|T|s=${s}\n# choices\nlist_name|name|label\ns|a|A\n# external_choices\nlist_name|name|label|s\nt|t1|T one|a\nt|t2|T two|b", nil)
	b, _, err := xlsform.Export(form)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string]string{"external_choices": "A1:D3", "choices": "A1:C2", "survey": "A1:D3"} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Errorf("%s: %v", sheet, err)
		}
		if got, _ := f.GetSheetDimension(sheet); got != want {
			t.Errorf("%s is %s with %d rows, want %s", sheet, got, len(rows), want)
		}
	}
}

// The tables that a form looks up go out beside the workbook and come back.
func TestTables(t *testing.T) {
	form, _ := importText(t, reference(t), media)
	files, err := xlsform.Tables(form)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range media {
		if got := string(files[name]); got != string(f.Data) {
			t.Errorf("%s is %q, want %q", name, got, f.Data)
		}
	}
	if len(files) != len(media) {
		t.Errorf("%d files", len(files))
	}
}

// replaced is a workbook with one of its parts replaced.
func replaced(t *testing.T, b []byte, part string, with func(io.Writer) error) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			err = with(w)
		} else {
			var r io.ReadCloser
			if r, err = f.Open(); err == nil {
				_, err = io.Copy(w, r)
				r.Close()
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHugeWorkbooksAreRefused(t *testing.T) {
	small := workbook(t, "# survey\ntype|name|label\ntext|a|A")
	const sheet = "xl/worksheets/sheet2.xml"
	for name, with := range map[string]func(io.Writer) error{
		"a bomb": func(w io.Writer) error {
			block := bytes.Repeat([]byte(" "), 1<<20)
			for range 50 {
				if _, err := w.Write(block); err != nil {
					return err
				}
			}
			return nil
		},
		"a cell of 10 MB": func(w io.Writer) error {
			_, err := fmt.Fprintf(w, `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>`, strings.Repeat("x", 10<<20))
			return err
		},
		"100,000 rows": func(w io.Writer) error {
			if _, err := io.WriteString(w, `<worksheet><sheetData>`); err != nil {
				return err
			}
			for n := range 100_000 {
				if _, err := fmt.Fprintf(w, `<row r="%[1]d"><c r="A%[1]d" t="inlineStr"><is><t>text</t></is></c></row>`, n+1); err != nil {
					return err
				}
			}
			_, err := io.WriteString(w, `</sheetData></worksheet>`)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := xlsform.Import(replaced(t, small, sheet, with), xlsform.Options{Country: "TH"}); !errors.Is(err, xlsform.ErrTooLarge) {
				t.Errorf("%v, want ErrTooLarge", err)
			}
		})
	}
}

// Every form of the packs goes out, and what XLSForm cannot say is listed.
func TestPackFormsExport(t *testing.T) {
	p, err := pack.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range p.Forms() {
		b, _, err := xlsform.Export(f)
		if err != nil {
			t.Errorf("%s: %v", f.ID, err)
			continue
		}
		again, _, err := xlsform.Import(b, xlsform.Options{Country: "TH"})
		if err != nil {
			t.Errorf("%s does not come back: %v", f.ID, err)
			continue
		}
		if got, want := len(again.Questions()), len(f.Questions()); got < want {
			t.Errorf("%s: %d questions of %d come back", f.ID, got, want)
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add(workbook(f, reference(f)))
	f.Add(workbook(f, "# survey\ntype|name|label|relevant\ntext|a|A|${a} = 1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		form, _, err := xlsform.Import(b, xlsform.Options{Country: "TH"})
		if err == nil && len(form.Check()) > 0 {
			t.Errorf("a form with faults: %v", form.Check())
		}
	})
}

// FuzzSurvey tries any table as the sheets: what a person could have typed.
func FuzzSurvey(f *testing.F) {
	for _, s := range []string{
		"# survey\ntype|name|label\nselect_one x|a|A\n# choices\nlist_name|name|label\nx|1|One",
		"# survey\ntype|name|label|repeat_count\nbegin_group|g|G|\nbegin_repeat|r|R|${n}\ninteger|n|N|\nend_repeat|||\nend_group|||",
		"# survey\ntype|name|label::th|calculation\ncalculate|a||${b}\ncalculate|b||${a}\n# settings\nform_id|default_language\nx|th",
		"# survey\ntype|name\nbegin_repeat|r\nbegin_repeat|r\nend_group|r",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sheets string) {
		if len(sheets) > 2000 || !strings.HasPrefix(sheets, "# survey\n") || strings.Count(sheets, "#") > 3 {
			return
		}
		for line := range strings.Lines(sheets) {
			if name, head := strings.CutPrefix(line, "# "); head && !slices.Contains([]string{"survey", "choices", "settings"}, strings.TrimSpace(name)) {
				return
			}
		}
		form, _, err := xlsform.Import(workbook(t, sheets), xlsform.Options{Country: "TH"})
		if err != nil {
			return
		}
		if faults := form.Check(); len(faults) > 0 {
			t.Fatalf("a form with faults: %v", faults)
		}
		if _, err := answer.Open(form, nil, answer.Env{}); err != nil {
			t.Error(err)
		}
		if _, _, err := xlsform.Export(form); err != nil {
			t.Error(err)
		}
	})
}

// Whatever a person types into the sheets is taken or refused at once; what is
// taken is a form without faults that goes out again.
func TestTypedNonsense(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	const letters = "|\n${}abgrx1 _:'()="
	for range 300 {
		b := []byte("# survey\ntype|name|label|relevant|repeat_count\nbegin_group|g|G||\nbegin_repeat|r|R||${n}\ninteger|n|N|${a} > 1|\nend_repeat||||\nend_group||||\ntext|a|A|selected(${n}, 'x')|")
		for range chance.IntN(8) {
			i := 9 + chance.IntN(len(b)-9)
			switch one := letters[chance.IntN(len(letters))]; chance.IntN(3) {
			case 0:
				b[i] = one
			case 1:
				b = slices.Insert(b, i, one)
			case 2:
				b = slices.Delete(b, i, min(len(b), i+chance.IntN(20)))
			}
		}
		began := time.Now()
		form, _, err := xlsform.Import(workbook(t, string(b)), xlsform.Options{Country: "TH"})
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q took %s", b, took)
		}
		if err != nil {
			continue
		}
		if faults := form.Check(); len(faults) > 0 {
			t.Errorf("%q: %v", b, faults)
		}
		if _, _, err := xlsform.Export(form); err != nil {
			t.Errorf("%q: %v", b, err)
		}
	}
}

// FuzzRule tries any text as each rule of a question.
func FuzzRule(f *testing.F) {
	for _, s := range []string{"${a} = 1", "not(selected(${a}, 'x'))", "if(${a} > 1, 'x', 2)", ". >= 5 and . div 2 < 10", "((((", "-${a}", "instance('x')/root/item[name = ${a}]/label", "count(${a})"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		if strings.ContainsAny(rule, "|\n#") {
			return
		}
		w := workbook(t, "# survey\ntype|name|label|relevant|constraint|calculation|default\ninteger|a|A||||\ntext|b|B|"+rule+"|"+rule+"||\ncalculate|c||||"+rule+"|\ntext|d|D||||"+rule)
		form, _, err := xlsform.Import(w, xlsform.Options{Country: "TH"})
		if err != nil {
			return
		}
		if _, err := answer.Open(form, map[string]any{"a": 3, "b": "x"}, answer.Env{}); err != nil {
			t.Errorf("%q: %v", rule, err)
		}
	})
}

// A repeat whose count is a rule wants as many rows as the rule says, and is
// carried out again with its rule.
func TestRepeatCountByRule(t *testing.T) {
	form, notes := importText(t, "# survey\ntype|name|label|repeat_count\ninteger|n|N|\nbegin_repeat|r|R|${n}\ntext|a|A|\nend_repeat|||", nil)
	if len(notes) != 0 {
		t.Fatalf("notes %v", notes)
	}
	for _, c := range []struct {
		n    int64
		rows int
		want bool
	}{{2, 2, true}, {2, 1, false}, {2, 3, false}, {2, 0, false}, {0, 0, true}} {
		rows := make([]any, c.rows)
		for i := range rows {
			rows[i] = map[string]any{"a": "x"}
		}
		sheet, err := answer.Open(form, map[string]any{"n": c.n, "r": rows}, answer.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if got := sheet.Complete(); got != c.want {
			t.Errorf("%d rows of %d: complete %v, %v", c.rows, c.n, got, sheet.Problems())
		}
	}
	b, _, err := xlsform.Export(form)
	if err != nil {
		t.Fatal(err)
	}
	again, notes, err := xlsform.Import(b, xlsform.Options{Country: "TH"})
	if err != nil || len(notes) != 0 || again.Sections[0].Questions[1].Origin["repeat_count"] != "${n}" {
		t.Errorf("%v, %v: %+v", notes, err, again)
	}
}
