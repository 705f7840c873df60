package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/cmd/internal/terminal"
	"sala/forms/definition"
	"sala/forms/xlsform"
)

// brought is what form import tells.
type brought struct {
	Form      string   `json:"form"`
	File      string   `json:"file"`
	Questions int      `json:"questions"`
	Notes     []remark `json:"notes"` // what the form does not carry, by cell
}

// remark is a note with its words.
type remark struct {
	xlsform.Note
	What string `json:"what"`
}

func (c *console) remarks(notes []xlsform.Note) []remark {
	out := []remark{}
	for _, n := range notes {
		out = append(out, remark{n, c.why(n.Why)})
	}
	return out
}

// why says what is the matter with a workbook, with what stands behind it.
func (c *console) why(w xlsform.Why) string {
	args := maps.Clone(w.Args)
	if args == nil {
		args = map[string]any{}
	}
	if w.Fault != nil {
		args["what"] = c.what(*w.Fault)
	}
	if w.Because != nil {
		args["why"] = c.why(*w.Because)
	}
	return c.words.Text(c.language, "xlsform."+w.Code, args)
}

func (c *console) showRemarks(w io.Writer, notes []remark) {
	for _, n := range notes {
		fmt.Fprintf(w, "%s!%s: %s: %s\n", n.Sheet, n.Cell, n.What, n.Text)
	}
}

func formImport(c *console) *cobra.Command {
	var out string
	o := xlsform.Options{Country: "TH"}
	cmd := &cobra.Command{
		Use:   "import FILE.xlsx --out DIR",
		Short: "Bring a form in from an XLSForm workbook",
		Long: `import reads an XLSForm workbook (xlsform.org) and writes the form as YAML into DIR.
CSV files beside the workbook serve pulldata and choices from files. What the form
cannot carry is listed by sheet and cell, and comes back with "form export".`,
		Example: "  salactl form import household.xlsx --out forms --area residents\n  salactl form check forms/household.yaml",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&out, "out", "", "the folder to write into")
	cmd.MarkFlagRequired("out")
	cmd.Flags().StringVar(&o.Country, "country", "TH", "TH or KR")
	cmd.Flags().StringVar(&o.Area, "area", "", "area of administration")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		b, err := os.ReadFile(args[0])
		if err != nil {
			return noFile(args[0], err)
		}
		o.Files = os.DirFS(filepath.Dir(args[0]))
		f, notes, err := xlsform.Import(b, o)
		if err != nil {
			return c.notAForm(args[0], err)
		}
		text, err := definition.Write(f)
		if err != nil {
			return err
		}
		file := filepath.Join(out, f.ID+".yaml")
		if err := writeNew(file, text); err != nil {
			return err
		}
		told := brought{Form: f.ID, File: file, Questions: len(f.Questions()), Notes: c.remarks(notes)}
		return c.print(told, func(w io.Writer) {
			c.showRemarks(w, told.Notes)
			c.line(w, "salactl.form.brought", "file", file, "count", told.Questions, "notes", len(notes))
		})
	}
	return cmd
}

// notAForm tells the faults of a workbook, and that it makes no form.
func (c *console) notAForm(path string, err error) error {
	var refused *xlsform.Refused
	if errors.As(err, &refused) {
		code, why := "workbook_refused", c.why(refused.Why)
		if refused.Code == "not_a_workbook" {
			code = refused.Code
		}
		if refused.Sheet != "" {
			why = c.word("salactl.form.at", "sheet", refused.Sheet, "row", strconv.Itoa(refused.Row)) + " " + why
		}
		return &office.Error{Op: "bring a form in", Code: code, Args: map[string]any{"file": path, "why": why}, Err: err}
	}
	var faults definition.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			c.say("%s", f.Said(c.what(f)))
		}
		err = fmt.Errorf("%d faults", len(faults))
	}
	return &office.Error{Op: "bring a form in", Code: "form_faulty", Args: map[string]any{"file": path}, Err: err}
}

func formExport(c *console) *cobra.Command {
	var out, source string
	cmd := &cobra.Command{
		Use:     "export FORM --out FILE.xlsx",
		Short:   "Carry a form out as an XLSForm workbook",
		Example: "  salactl form export th.household-survey --out survey.xlsx\n  salactl form export --form my-form.yaml --out my-form.xlsx",
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) == 1) == (source != "") || out == "" {
				return terminal.Misused("usage.sheet")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "a new workbook")
	cmd.Flags().StringVar(&source, "form", "", "a form's own file, in place of one from a pack")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		f, _, err := c.formToFill(args, source)
		if err != nil {
			return err
		}
		b, notes, err := xlsform.Export(f)
		if err != nil {
			return err
		}
		if err := writeNew(out, b); err != nil {
			return err
		}
		told := brought{Form: f.ID, File: out, Questions: len(f.Questions()), Notes: c.remarks(notes)}
		return c.print(told, func(w io.Writer) {
			c.showRemarks(w, told.Notes)
			c.line(w, "salactl.form.carried", "file", out, "count", told.Questions, "notes", len(notes))
		})
	}
	return cmd
}
