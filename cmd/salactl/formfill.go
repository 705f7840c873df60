package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/fee"
)

// filled is what form fill tells.
type filled struct {
	Form      string           `json:"form"`
	Complete  bool             `json:"complete"`
	Problems  []problem        `json:"problems"`
	Answers   map[string]any   `json:"answers"`
	Fee       fee.Money        `json:"fee"`
	Exemption string           `json:"exemption,omitempty"`
	Files     []filledPetition `json:"files,omitempty"` // the petitions of a life event
}

type filledPetition struct {
	Form     string         `json:"form"`
	Answers  map[string]any `json:"answers"`
	Problems []problem      `json:"problems"`
}

func formFill(c *console) *cobra.Command {
	var file, day, source string
	var from string
	cmd := &cobra.Command{
		Use:   "fill FORM",
		Short: "Fill a form with answers from a file and tell what is wrong with them",
		Long: `fill takes answers as one JSON object by question ID, from --answers or standard
input, and prints what a submission would hold: the answers, the fee, and every
problem with its words. It changes nothing and needs no station. The exit code
is 1 while something stands in the way of a submission.`,
		Example: `  echo '{"purpose": "school", "copies": 2}' | salactl form fill th.house-register-copy --json
  salactl form fill --form my-form.yaml --answers answers.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if (len(args) == 1) == (source != "") {
				return terminal.Misused("usage.fill")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&file, "answers", "-", "a file with the answers; - is standard input")
	cmd.Flags().StringVar(&source, "form", "", "a form's own file, in place of one from a pack")
	cmd.Flags().StringVar(&day, "today", "", "the day of filling, such as 2026-11-22 (default: today)")
	cmd.Flags().StringVar(&from, "prefill", "", "a JSON file with what is known: resident, household, card ...")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		f, find, err := c.formToFill(args, source)
		if err != nil {
			return err
		}
		answers, err := c.readObject(file)
		if err != nil {
			return err
		}
		env := answer.Env{Today: calendar.Of(station.ClockOf(f.Country)())}
		if day != "" {
			if env.Today, err = calendar.Parse(day); err != nil {
				return terminal.Misused("usage.day", "value", day)
			}
		}
		if from != "" {
			if env.Prefill, err = c.readObject(from); err != nil {
				return err
			}
		}
		return c.fill(f, find, answers, env)
	}
	return cmd
}

type findForm func(id string) (*definition.Form, bool)

func (c *console) formToFill(args []string, source string) (*definition.Form, findForm, error) {
	none := func(string) (*definition.Form, bool) { return nil, false }
	if source == "" && strings.HasSuffix(args[0], ".yaml") {
		source = args[0] // no form's id ends so
	}
	if source == "" {
		p, f, err := c.form(args[0])
		if err != nil {
			return nil, nil, err
		}
		return f, p.Form, nil
	}
	b, err := os.ReadFile(source)
	if err != nil {
		return nil, nil, noFile(source, err)
	}
	f, err := definition.Read(source, b, c.libraryFor(source))
	if err != nil {
		return nil, nil, &office.Error{Op: "read a form", Code: "form_faulty", Args: map[string]any{"file": source}, Err: err}
	}
	return f, none, nil
}

func (c *console) fill(f *definition.Form, find findForm, answers map[string]any, env answer.Env) error {
	sheet, err := answer.Open(f, nil, env)
	if err != nil {
		return err
	}
	told := filled{Form: f.ID, Problems: []problem{}}
	for name, value := range answers {
		switch err := setAll(sheet, name, value); {
		case errors.Is(err, answer.ErrNoQuestion):
			told.Problems = append(told.Problems, problem{Question: name, Code: "no_such_question", Says: c.word("salactl.form.no_question")})
		case err != nil:
			return err
		}
	}
	told.Complete = sheet.Complete() && len(told.Problems) == 0
	told.Problems = append(told.Problems, c.problems(f, sheet.Problems())...)
	told.Answers, told.Exemption = sheet.Answers(), sheet.Exemption().In(c.language)
	if told.Fee, err = sheet.Fee(); err != nil {
		return err
	}
	filed, err := sheet.File(find)
	if err != nil && told.Complete {
		return err
	}
	for _, p := range filed {
		told.Files = append(told.Files, filledPetition{Form: p.Form.ID, Answers: p.Sheet.Answers(), Problems: list(c.problems(p.Form, p.Sheet.Problems()))})
	}
	err = c.print(told, func(w io.Writer) { c.showFilled(w, f, told) })
	if err == nil && !told.Complete {
		return errQuiet
	}
	return err
}

// setAll gives an answer, one of rows row by row.
func setAll(sheet *answer.Sheet, path string, value any) error {
	rows, ok := value.([]any)
	if !ok || len(rows) == 0 {
		return sheet.Set(path, value)
	}
	if _, ok := rows[0].(map[string]any); !ok {
		return sheet.Set(path, value)
	}
	for i, row := range rows {
		cells, ok := row.(map[string]any)
		if !ok {
			return sheet.Set(path, value)
		}
		for name, v := range cells {
			if err := setAll(sheet, fmt.Sprintf("%s[%d].%s", path, i, name), v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *console) showFilled(w io.Writer, f *definition.Form, told filled) {
	fmt.Fprintln(w, f.Title.In(c.language))
	for _, p := range told.Problems {
		fmt.Fprintf(w, "  ! %s\n", p)
	}
	facts(w, [2]string{c.word("salactl.head.fee"), c.money(told.Fee) + " " + told.Exemption})
	if told.Complete {
		c.line(w, "salactl.form.complete")
	} else {
		c.line(w, "salactl.form.incomplete", "count", len(told.Problems))
	}
}

// readObject reads a JSON object from a file, "-" for standard input.
func (c *console) readObject(path string) (map[string]any, error) {
	in := c.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, noFile(path, err)
		}
		defer f.Close()
		in = f
	}
	var out map[string]any
	d := json.NewDecoder(io.LimitReader(in, 16<<20))
	err := d.Decode(&out)
	if trouble := new(fs.PathError); errors.As(err, &trouble) {
		return nil, noFile(path, err)
	}
	if err != nil {
		return nil, &office.Error{Op: "read answers", Code: "not_json", Args: map[string]any{"file": path, "example": `{"purpose": "school"}`}, Err: err}
	}
	return out, nil
}
