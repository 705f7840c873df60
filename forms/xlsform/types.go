package xlsform

import (
	"strings"

	"sala/forms/definition"
)

// carried says how a question type of the reference is carried.
type carried struct {
	kind        definition.Kind
	gives       kind
	calculation string // of questions that nobody answers
	note        string // the code of what is not carried
}

var questionTypes = map[string]carried{
	"integer": {kind: definition.Integer, gives: numberKind}, "int": {kind: definition.Integer, gives: numberKind},
	"decimal": {kind: definition.Decimal, gives: numberKind},
	"range":   {kind: definition.Decimal, gives: numberKind},
	"text":    {kind: definition.ShortText, gives: textKind}, "string": {kind: definition.ShortText, gives: textKind},
	"select_one": {kind: definition.OneOf, gives: textKind}, "select_multiple": {kind: definition.ManyOf, gives: listKind},
	"select_one_from_file": {kind: definition.OneOf, gives: textKind}, "select_multiple_from_file": {kind: definition.ManyOf, gives: listKind},
	"select_one_external": {kind: definition.OneOf, gives: textKind},
	"rank":                {kind: definition.ManyOf, gives: listKind, note: "rank_as_many"},
	"note":                {kind: definition.Note, gives: textKind},
	"geopoint":            {kind: definition.Location, gives: anyKind},
	"geotrace":            {kind: definition.Line, gives: textKind},
	"geoshape":            {kind: definition.Outline, gives: textKind},
	"date":                {kind: definition.Date, gives: dateKind}, "time": {kind: definition.Time, gives: textKind},
	"datetime": {kind: definition.DateTime, gives: dateKind},
	"image":    {kind: definition.Photo, gives: textKind}, "photo": {kind: definition.Photo, gives: textKind},
	"audio": {kind: definition.File, gives: textKind}, "video": {kind: definition.File, gives: textKind}, "file": {kind: definition.File, gives: textKind},
	"background-audio": {kind: definition.File, gives: textKind, note: "background_audio"},
	"barcode":          {kind: definition.Barcode, gives: textKind},
	"calculate":        {kind: definition.ShortText, gives: anyKind},
	"acknowledge":      {kind: definition.YesNo, gives: boolKind}, "trigger": {kind: definition.YesNo, gives: boolKind},
	"hidden": {kind: definition.ShortText, gives: textKind, calculation: `""`},
	// What the device knows by itself.
	"today":    {kind: definition.Date, gives: dateKind, calculation: "today"},
	"start":    {kind: definition.ShortText, gives: dateKind, calculation: "today", note: "only_the_day"},
	"end":      {kind: definition.ShortText, gives: dateKind, calculation: "today", note: "only_the_day"},
	"username": {kind: definition.ShortText, gives: textKind, calculation: `officer.name ?? ""`}, "deviceid": {kind: definition.ShortText, gives: textKind, calculation: `station.id ?? ""`},
	"email":        {kind: definition.ShortText, gives: textKind, calculation: `officer.email ?? ""`},
	"phonenumber":  {kind: definition.ShortText, gives: textKind, calculation: `officer.phone ?? ""`},
	"simserial":    {kind: definition.ShortText, gives: textKind, calculation: `""`, note: "no_sim"},
	"subscriberid": {kind: definition.ShortText, gives: textKind, calculation: `""`, note: "no_sim"},
	"audit":        {kind: definition.ShortText, gives: textKind, calculation: `""`, note: "audit_is_journal"},
	"start-geopoint": {kind: definition.ShortText, gives: textKind, calculation: `""`,
		note: "no_start_position"},
	"xml-external": {kind: definition.ShortText, gives: textKind, calculation: `""`, note: "no_external_xml"},
	"csv-external": {kind: definition.ShortText, gives: textKind, calculation: `""`, note: "external_table"},
}

// splitType cuts "select one from yes_no or_other" into its word, what follows
// and whether other answers are allowed.
func splitType(s string) (word, list string, other bool) {
	fields := strings.Fields(s)
	if cut, ok := strings.CutSuffix(strings.ToLower(strings.Join(fields, " ")), " or specify other"); ok {
		fields = append(strings.Fields(s)[:len(strings.Fields(cut))], "or_other")
	}
	if n := len(fields); n > 1 && (strings.EqualFold(fields[n-1], "or_other") || strings.EqualFold(fields[n-1], "or_specify_other")) {
		other, fields = true, fields[:n-1]
	}
	joined := strings.Join(fields, " ")
	lower := strings.ToLower(joined)
	for _, p := range []struct{ written, word string }{
		{"select_one_from_file ", "select_one_from_file"}, {"select one from file ", "select_one_from_file"}, {"select multiple from file ", "select_multiple_from_file"}, {"select_multiple_from_file ", "select_multiple_from_file"}, {"select_one_external ", "select_one_external"},
		{"select_one ", "select_one"}, {"select one from ", "select_one"}, {"select one ", "select_one"}, {"select1 ", "select_one"},
		{"select_multiple ", "select_multiple"}, {"select all that apply from ", "select_multiple"}, {"select multiple from ", "select_multiple"}, {"select multiple ", "select_multiple"}, {"select ", "select_multiple"},
		{"rank ", "rank"},
	} {
		if strings.HasPrefix(lower, p.written) {
			return p.word, strings.TrimSpace(joined[len(p.written):]), other
		}
	}
	switch lower {
	case "begin group", "begin_group", "begin repeat", "begin_repeat", "end group", "end_group", "end repeat", "end_repeat":
		return strings.ReplaceAll(lower, " ", "_"), "", false
	case "date time", "datetime":
		return "datetime", "", false
	case "imei":
		return "deviceid", "", false
	case "phone number", "uri:phonenumber":
		return "phonenumber", "", false
	case "device id", "uri:deviceid":
		return "deviceid", "", false
	case "uri:username":
		return "username", "", false
	case "uri:email":
		return "email", "", false
	case "gps", "location":
		return "geopoint", "", false
	}
	return lower, "", false
}
