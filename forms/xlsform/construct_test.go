package xlsform_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/xlsform"
)

const hash = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"

// choices are the lists of the workbooks below.
const choices = "\n# choices\nlist_name|name|label|label::ไทย (th)|group|media::image|media::big-image|geo-code\nl|a|Apple|แอปเปิล|x|a.png|big.png|7\nl|b|Pear|แพร์|y|||8"

// constructs are those of the XLSForm reference table, one a workbook: what
// stands in it, what is answered, and what the answer is then.
var constructs = []struct {
	name, survey string
	set          string // path=answer
	want         string // path=value
}{
	// Question types.
	{"integer", "type|name|label\ninteger|q|Q", "q=42", "q=42"},
	{"decimal", "type|name|label\ndecimal|q|Q", "q=3.50", "q=3.5"},
	{"range", "type|name|label|parameters\nrange|q|Q|start=0 end=17 step=1", "q=17", "q=17"},
	{"range with parts", "type|name|label|parameters\nrange|q|Q|start=0 end=1 step=0.5", "q=0.5", "q=0.5"},
	{"text", "type|name|label\ntext|q|Q", "q=x", "q=x"},
	{"text of many lines", "type|name|label|appearance|parameters\ntext|q|Q|multiline|rows=5", "q=x", "q=x"},
	{"select_one", "type|name|label\nselect_one l|q|Q", "q=a", "q=a"},
	{"select_multiple", "type|name|label\nselect_multiple l|q|Q", "q=a b", "q=[a b]"},
	{"select_one or_other", "type|name|label\nselect_one l or_other|q|Q", "q=other q_other=fig", "q_other=fig"},
	{"select_multiple or_other", "type|name|label\nselect_multiple l or_other|q|Q", "q=a other q_other=fig", "q_other=fig"},
	{"select_one_from_file", "type|name|label\nselect_one_from_file fruits.csv|q|Q", "q=mango", "q=mango"},
	{"select_one_from_file by other columns", "type|name|label|parameters\nselect_one_from_file rates.csv|q|Q|value=zone label=rate", "q=n", "q=n"},
	{"select_multiple_from_file", "type|name|label\nselect_multiple_from_file fruits.csv|q|Q", "q=mango longan", "q=[mango longan]"},
	{"rank", "type|name|label\nrank l|q|Q", "q=b a", "q=[b a]"},
	{"note", "type|name|label\nnote|n|Read this\ntext|q|Q", "q=x", "q=x"},
	{"geopoint", "type|name|label|parameters\ngeopoint|q|Q|capture-accuracy=10 warning-accuracy=20 allow-mock-accuracy=true", "", "q=<nil>"},
	{"geotrace", "type|name|label|parameters\ngeotrace|q|Q|incremental=true", "q=18.7883 98.9853 310 4.5; 18.7884 98.9861", "q=18.7883 98.9853 310 4.5; 18.7884 98.9861"},
	{"geoshape", "type|name|label\ngeoshape|q|Q", "q=18 98 0 0;18.1 98 0 0;18.1 98.1 0 0;18 98 0 0", "q=18 98 0 0; 18.1 98 0 0; 18.1 98.1 0 0; 18 98 0 0"},
	{"geoshape left open", "type|name|label\ngeoshape|q|Q", "q=18 98;18.1 98;18.1 98.1", "q=18 98; 18.1 98; 18.1 98.1; 18 98"},
	{"date", "type|name|label\ndate|q|Q", "q=2026-11-22", "q=2026-11-22"},
	{"date of a year", "type|name|label|appearance\ndate|q|Q|year", "q=2026-11-22", "q=2026-11-22"},
	{"time", "type|name|label\ntime|q|Q", "q=09:30", "q=09:30"},
	{"dateTime", "type|name|label\ndateTime|q|Q", "q=22/11/2569 09:30", "q=2026-11-22T09:30"},
	{"dateTime with a zone", "type|name|label\ndateTime|q|Q", "q=2026-11-22T09:30:15.000+07:00", "q=2026-11-22T09:30:15.000+07:00"},
	{"image", "type|name|label|parameters\nimage|q|Q|max-pixels=1024", "q=" + hash, "q=" + hash},
	{"image of a signature", "type|name|label|appearance\nimage|q|Q|signature", "q=" + hash, "q=" + hash},
	{"audio", "type|name|label|parameters\naudio|q|Q|quality=low", "q=" + hash, "q=" + hash},
	{"background-audio", "type|name|label\nbackground-audio|q|\ntext|r|R", "r=x", "r=x"},
	{"video", "type|name|label\nvideo|q|Q", "q=" + hash, "q=" + hash},
	{"file", "type|name|label|body::accept\nfile|q|Q|.pdf", "q=" + hash, "q=" + hash},
	{"barcode", "type|name|label\nbarcode|q|Q", "q=8850", "q=8850"},
	{"calculate", "type|name|label|calculation\ninteger|n|N|\ncalculate|q||${n} * 2", "n=4", "q=8"},
	{"acknowledge", "type|name|label|required\nacknowledge|q|Q|yes", "q=true", "q=true"},
	{"hidden", "type|name|label|default\nhidden|q||seven\ntext|r|R|", "r=x", "q=seven"},
	{"xml-external", "type|name|label\nxml-external|q|\ntext|r|R", "r=x", "r=x"},
	{"csv-external", "type|name|label|calculation\ncsv-external|rates||\ntext|z|Z|\ncalculate|q||pulldata('rates', 'rate', 'zone', ${z})", "z=n", "q=12"},
	{"metadata", "type|name|label|parameters\nstart|a||\nend|b||\ntoday|q||\ndeviceid|c||\nusername|d||\nphonenumber|e||\nemail|f||\nsimserial|g||\nsubscriberid|h||\nstart-geopoint|i||\naudit|audit||location-priority=balanced location-min-interval=60 location-max-age=120 track-changes=true identify-user=true\ntext|r|R|", "r=x", "q=2026-11-22"},

	// Columns of the survey.
	{"hint and guidance", "type|name|label|hint|guidance_hint|hint::ไทย (th)\ntext|q|Q|in short|ask politely|สั้น ๆ", "q=x", "q=x"},
	{"media", "type|name|label|media::image|media::audio|media::video|media::big-image|autoplay\ntext|q|Q|p.png|p.mp3|p.mp4|big.png|audio", "q=x", "q=x"},
	{"media in languages", "type|name|label::English (en)|media::image::English (en)|media::image::ไทย (th)\ntext|q|Q|en.png|th.png", "q=x", "q=x"},
	{"constraint with its message", "type|name|label|constraint|constraint_message|constraint_message::ไทย (th)\ninteger|q|Q|. > 3|More than 3|มากกว่า 3", "q=4", "q=4"},
	{"required with its message", "type|name|label|required|required_message\ntext|q|Q|true()|We need it", "q=x", "q=x"},
	{"required by a rule", "type|name|label|required\ninteger|n|N|\ntext|q|Q|${n} > 3", "n=1", "q=<nil>"},
	{"relevant", "type|name|label|relevant\ninteger|n|N|\ntext|q|Q|${n} > 3", "n=4 q=x", "q=x"},
	{"readonly with a default", "type|name|label|default|readonly\ntext|q|Q|abc|yes", "", "q=abc"},
	{"dynamic default", "type|name|label|default\ndate|q|Q|today()", "", "q=2026-11-22"},
	{"default of several", "type|name|label|default\nselect_multiple l|q|Q|a b", "", "q=[a b]"},
	{"default from the last record", "type|name|label|default\ntext|q|Q|${last-saved#q}", "q=x", "q=x"},
	{"calculation that can be changed", "type|name|label|calculation\ninteger|n|N|\ninteger|q|Q|${n} + 1", "n=1", "q=2"},
	{"trigger", "type|name|label|calculation|trigger\ninteger|n|N||\ncalculate|q||${n} * 2|${n}", "n=2", "q=4"},
	{"choice_filter", "type|name|label|choice_filter\nselect_one l|p|P|\nselect_one l|q|Q|group = 'x'", "q=a", "q=a"},
	{"randomize", "type|name|label|parameters\nselect_one l|q|Q|randomize=true seed=42", "q=a", "q=a"},
	{"appearances", "type|name|label|appearance\nselect_one l|q|Q|quick columns-2 w4\ntext|r|R|numbers thousands-sep", "q=a", "q=a"},
	{"groups in groups", "type|name|label|relevant|appearance\nbegin_group|g|G||field-list\nbegin_group|h|H|${q} > 1|table-list\ntext|r|R||\nend_group||||\ninteger|q|Q||\nend_group||||", "q=2 r=x", "r=x"},
	{"repeat", "type|name|label|appearance\nbegin_repeat|g|G|field-list\ntext|q|Q|\nend_repeat|||", "g[0].q=x g[1].q=y", "g[1].q=y"},
	{"repeat without a label", "type|name|label\nbegin_repeat|g|\ntext|q|Q\nend_repeat||", "g[0].q=x", "g[0].q=x"},
	{"repeat_count", "type|name|label|repeat_count\nbegin_repeat|g|G|2\ntext|q|Q|\nend_repeat|||", "g[0].q=x g[1].q=y", "g[0].q=x"},
	{"repeat_count by a rule", "type|name|label|repeat_count\ninteger|n|N|\nbegin_repeat|g|G|${n}\ntext|q|Q|\nend_repeat|||", "n=1 g[0].q=x", "g[0].q=x"},
	{"indexed-repeat", "type|name|label|calculation\nbegin_repeat|g|G|\ntext|w|W|\nend_repeat|||\ncalculate|q||indexed-repeat(${w}, ${g}, 2)", "g[0].w=x g[1].w=y", "q=y"},
	{"the name of a choice", "type|name|label|calculation\nselect_one l|p|P|\ncalculate|q||jr:choice-name(${p}, '${p}')", "p=a", "q=Apple"},
	{"a group shown by its own answer", "type|name|label|relevant\nbegin_group|g|G|./own = 'x'\ntext|own|O|\ntext|q|Q|\nend_group|||", "own=x q=y", "q=y"},
	{"names that paths tell apart", "type|name|label|calculation\nbegin_group|g|G|\ntext|q|Q|\nend_group|||\nbegin_group|h|H|\ncalculate|q||../../g/q\nend_group|||", "q=x", "q_2=x"},
	{"pulldata", "type|name|label|calculation\ntext|z|Z|\ncalculate|q||pulldata('rates', 'rate', 'zone', ${z})", "z=s", "q=7"},
	{"other columns", "type|name|label|bind::odk:length|instance::odk:tag|note\ntext|q|Q|10|t|by hand", "q=x", "q=x"},
	{"entities", "type|name|label|save_to\ntext|q|Q|species\n# entities\nlist_name|entity_id|create_if|update_if|label\ntrees|uuid()|true()|false()|${q}", "q=x", "q=x"},

	// The settings.
	{"settings", "type|name|label\ntext|q|Q\n# settings\nform_title|form_id|version|instance_name|default_language|public_key|submission_url|style|auto_send|auto_delete|allow_choice_duplicates|namespaces\nTrees|trees|2026112201|concat(${q}, 'x')|English (en)|MIIBIjAN|https://example.org/submission|theme-grid pages|true|false|yes|esri=\"http://esri.com/xforms\"", "q=x", "q=x"},
}

// Each construct of the reference table comes in, is filled, and goes out again
// without loss: of a cell, or of what the form is.
func TestEachConstruct(t *testing.T) {
	for _, c := range constructs {
		t.Run(c.name, func(t *testing.T) {
			first := "# survey\n" + c.survey
			if strings.Contains(c.survey, " l|") || strings.Contains(c.survey, " l or_other|") {
				first += choices
			}
			if !strings.Contains(first, "# settings") {
				first += "\n# settings\nform_title|form_id|version|default_language\nT|t|1|English (en)"
			}
			form, notes := importText(t, first, media)
			for _, n := range notes {
				if n.Cell == "" || n.Cell == "?" || n.Code == "type_unknown" {
					t.Errorf("note %v", n)
				}
			}
			s, err := answer.Open(form, nil, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}, Prefill: map[string]any{}})
			if err != nil {
				t.Fatal(err)
			}
			answered(t, s, c.set)
			path, want, _ := strings.Cut(c.want, "=")
			if got := fmt.Sprint(s.Value(path)); got != want {
				t.Errorf("%s = %q, want %q; problems %v", path, got, want, s.Problems())
			}
			second, lost, err := xlsform.Export(form)
			if err != nil || len(lost) > 0 {
				t.Fatalf("export: %v, %v", lost, err)
			}
			if diff := cmp.Diff(allCells(t, workbook(t, first)), allCells(t, second)); diff != "" {
				t.Errorf("cells lost or changed:\n%s", diff)
			}
			again, _, err := xlsform.Import(second, xlsform.Options{Country: "TH", Files: media})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(form, again, cmpopts.IgnoreUnexported(definition.Form{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("the form changed:\n%s", diff)
			}
		})
	}
}

// answered gives the answers of "path=answer path=answer".
func answered(t *testing.T, s *answer.Sheet, set string) {
	t.Helper()
	var path, value string
	give := func() {
		if path != "" {
			if err := s.Set(path, value); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
	for word := range strings.FieldsSeq(set) {
		if p, v, ok := strings.Cut(word, "="); ok {
			give()
			path, value = p, v
		} else {
			value += " " + word
		}
	}
	give()
}

// allCells is cells with the sheet of entities.
func allCells(t *testing.T, b []byte) []string {
	t.Helper()
	return append(cells(t, b), sheetCells(t, b, "entities")...)
}
