package xlsform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sala/forms/definition"
)

// Why says what is the matter with a workbook or a cell of it. The words of
// Code are in the catalogue, "xlsform.CODE"; Because is what stands behind it.
type Why struct {
	Code    string         `json:"code"`
	Args    map[string]any `json:"args,omitempty"`
	Because *Why           `json:"because,omitempty"`

	Fault *definition.Fault `json:"fault,omitempty"` // {what} of the words, where the form's own check said it
}

// because returns a Why with its arguments, as pairs of name and value.
func because(code string, pairs ...any) Why {
	w := Why{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if w.Args == nil {
			w.Args = map[string]any{}
		}
		w.Args[pairs[i].(string)] = pairs[i+1]
	}
	return w
}

// Error returns the codes and the arguments, for the log.
func (w Why) Error() string {
	parts := []string{w.Code}
	for _, name := range slices.Sorted(maps.Keys(w.Args)) {
		parts = append(parts, fmt.Sprintf("%s=%q", name, fmt.Sprint(w.Args[name])))
	}
	s := strings.Join(parts, " ")
	if w.Fault != nil {
		s += ": " + w.Fault.Error()
	}
	if w.Because != nil {
		s += ": " + w.Because.Error()
	}
	return s
}

// Refused is why a workbook does not make a form, and where it says so.
type Refused struct {
	Why
	Sheet string // "" where it is the whole workbook
	Row   int    // of the sheet, 1 for the headings; 0 where it is all of it
	Err   error  // of the reader below, nil where there is none
}

// Error returns the place and the reason, for the log.
func (r *Refused) Error() string {
	s := r.Why.Error()
	if r.Sheet != "" {
		s = fmt.Sprintf("%s, row %d: %s", r.Sheet, r.Row, s)
	}
	if r.Err != nil {
		s += ": " + r.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (r *Refused) Unwrap() error { return r.Err }

// Codes are all that Why.Code can be: the catalogue has words for each.
func Codes() []string { return slices.Clone(codes[:]) }

var codes = [...]string{
	// Why a workbook is refused.
	"not_a_workbook", "too_large", "no_survey", "groups_too_deep", "end_without_begin", "begin_without_end",
	// What became of a cell.
	"sheet_not_carried", "row_without_type", "type_unknown", "choice_incomplete", "list_missing", "file_missing", "file_no_table", "repeat_empty",
	"rule_lost", "kept", "guidance_kept", "required_message_kept", "trigger_kept", "entities_kept", "big_image_kept", "autoplay_kept",
	"filter_without_choices", "not_shuffled", "no_default", "setting_kept",
	"parameters_kept", "appearance_kept", "readonly_rule", "now_is_today", "one_language",
	"rank_as_many", "background_audio", "group_on_itself", "only_the_day", "no_sim", "audit_is_journal", "no_start_position", "no_external_xml", "external_table",
	"prefill_lost", "column_lost", "money_as_number", "options_always", "asked_as_text",
	// Why a rule could not be carried.
	"no_counterpart", "arguments", "without_arguments", "not_constant", "needs_file", "needs_repeat", "needs_choices", "of_a_repeat", "only_simple_instance",
	"no_question", "last_saved", "unexpected", "missing", "cannot_begin", "ends_early", "path_ends", "not_a_number", "too_deep", "too_long",
	"no_brace", "no_quote", "cannot_read", "circle", "not_valid",
}
