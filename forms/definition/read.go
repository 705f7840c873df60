package definition

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"sala/forms/definition/expression"
	"sala/forms/fee"
)

// MaxFile is the size of the largest definition that Read takes, in bytes.
const MaxFile = 1 << 20

// Library is what the forms of a pack share.
type Library struct {
	Sections map[string]Section          `json:"sections,omitempty"` // for Section.Use
	Lists    map[string][]Option         `json:"lists,omitempty"`    // for Question.List
	Tables   map[string]expression.Table `json:"-"`                  // for lookup()
	Fees     fee.Schedule                `json:"-"`                  // for Fee.Schedule
	Compiled *expression.Cache           `json:"-"`                  // rules that forms have in common; may be nil
}

// Read reads and checks one form in YAML. The file's name is only for the
// faults. The error is of type Faults: each with line and what to do about it.
func Read(file string, source []byte, library Library) (*Form, error) {
	var f Form
	faults := Decode(file, source, &f)
	if len(faults) > 0 {
		return nil, faults
	}
	shared := f.resolve(library)
	faults = append(faults, shared...)
	faults = append(faults, f.whole()...)
	rules, more := compile(&f, library.Compiled)
	faults = append(faults, more...)
	if len(faults) > 0 {
		Locate(file, source, faults)
		return nil, faults
	}
	f.rules = rules
	return &f, nil
}

// Check returns what is wrong with a form that was not read from a file.
func (f *Form) Check() Faults {
	faults := f.whole()
	_, more := compile(f, nil)
	return append(faults, more...)
}

// Decode reads YAML into v strictly: an unknown or repeated key is a fault.
func Decode(file string, source []byte, v any) Faults {
	if fault := plain(source); fault.Code != "" {
		fault.File = file
		return Faults{fault}
	}
	tree, err := parser.ParseBytes(source, 0)
	if err == nil && (len(tree.Docs) == 0 || tree.Docs[0].Body == nil) {
		return nil
	}
	if err == nil {
		var found aliases
		ast.Walk(&found, tree.Docs[0].Body)
		if found {
			return Faults{{File: file, Code: "yaml_aliases"}}
		}
		err = yaml.NewDecoder(strings.NewReader(""), yaml.Strict()).DecodeFromNode(tree.Docs[0].Body, v)
	}
	if err == nil {
		return nil
	}
	detail, line := err.Error(), 0
	var at yaml.Error
	if errors.As(err, &at) {
		detail = at.GetMessage()
		if token := at.GetToken(); token != nil {
			line = token.Position.Line
		}
	}
	fault := Wrong("yaml", "", "detail", detail)
	if m := unknownKey.FindStringSubmatch(detail); m != nil {
		fault = Wrong("yaml_key", "", "key", m[1])
	}
	fault.File, fault.Line = file, line
	return Faults{fault}
}

// unknownKey is what the reader says of a key that nothing has.
var unknownKey = regexp.MustCompile(`^unknown field "(.*)"$`)

// plain refuses YAML that could take long to read: too large, or nested without
// end. Aliases, which can double at each level, are refused after parsing.
func plain(source []byte) Fault {
	if len(source) > MaxFile {
		return Wrong("yaml_large", "", "most", MaxFile)
	}
	depth, raw := 0, 0
	for _, line := range bytes.Split(source, []byte("\n")) {
		rest := bytes.TrimLeft(line, " ")
		if len(line)-len(rest) > 200 {
			return Wrong("yaml_indent", "")
		}
		for range 16 {
			if !bytes.HasPrefix(rest, []byte("- ")) && !bytes.HasPrefix(rest, []byte("? ")) && !bytes.HasPrefix(rest, []byte(": ")) {
				break
			}
			rest = bytes.TrimLeft(rest[2:], " ")
		}
		if bytes.HasPrefix(rest, []byte("- ")) || bytes.HasPrefix(rest, []byte("? ")) {
			return Wrong("yaml_lists", "")
		}
		var quote byte // brackets within quotes on one line do not count
		for _, b := range line {
			switch b {
			case '[', '{':
				raw++
			case ']', '}':
				raw = max(raw-1, 0)
			}
			switch {
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case b == '"' || b == '\'':
				quote = b
			case b == '[' || b == '{':
				depth++
			case b == ']' || b == '}':
				depth = max(depth-1, 0)
			}
			if depth > 64 || raw > 1000 {
				return Wrong("yaml_brackets", "")
			}
		}
	}
	if bytes.Contains(source, []byte("\t- ")) || bytes.Count(source, []byte("\n---")) > 0 {
		return Wrong("yaml_documents", "")
	}
	return Fault{}
}

type aliases bool

func (a *aliases) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AliasNode, *ast.AnchorNode, *ast.MergeKeyNode:
		*a = true
	}
	return a
}

// resolve copies in what the form uses of the library, so that the form stands
// on its own.
func (f *Form) resolve(library Library) Faults {
	var faults Faults
	for i := range f.Sections {
		s := &f.Sections[i]
		if s.Use == "" {
			continue
		}
		shared, ok := library.Sections[s.Use]
		if !ok {
			faults = append(faults, Wrong("no_section", fmt.Sprintf("sections[%d].use", i), "section", s.Use))
			continue
		}
		if s.ID == "" {
			s.ID = s.Use
		}
		if len(s.Title) == 0 {
			s.Title = shared.Title
		}
		var questions []Question
		for _, q := range shared.Questions {
			if !contains(s.Omit, q.ID) {
				questions = append(questions, q)
			}
		}
		s.Questions = append(questions, s.Questions...)
		s.Use, s.Omit = "", nil
	}
	for _, q := range f.Questions() {
		if q.List == "" || f.Lists[q.List] != nil {
			continue
		}
		if list, ok := library.Lists[q.List]; ok {
			if f.Lists == nil {
				f.Lists = map[string][]Option{}
			}
			f.Lists[q.List] = list
		}
	}
	if name := f.Fee.Schedule; name != "" && f.Fee.Rates == nil {
		if f.Fee.Rates = library.Fees[name]; len(f.Fee.Rates) == 0 {
			faults = append(faults, Wrong("no_rate", "fee.schedule", "rate", name))
		} else if last := f.Fee.Rates[len(f.Fee.Rates)-1]; len(f.Fee.Basis) == 0 {
			f.Fee.Basis = last.Basis
		}
	}
	for name, t := range library.Tables {
		if f.mentions(name) {
			if f.Tables == nil {
				f.Tables = map[string]expression.Table{}
			}
			f.Tables[name] = t
		}
	}
	return faults
}

// mentions reports whether any rule of the form names the table.
func (f *Form) mentions(table string) bool {
	quoted := func(s string) bool { return strings.Contains(s, `"`+table+`"`) || strings.Contains(s, `'`+table+`'`) }
	if quoted(f.Fee.Rule) {
		return true
	}
	for _, q := range f.Questions() {
		if quoted(q.Relevant) || quoted(q.Required) || quoted(q.Constraint) || quoted(q.Calculation) || quoted(q.Default) || quoted(q.Filter) {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Locate fills in each fault's file and line: that of the longest part of its
// path that the file has.
func Locate(file string, source []byte, faults Faults) {
	tree, err := parser.ParseBytes(source, 0)
	for i := range faults {
		faults[i].File = file
		if err != nil {
			continue
		}
		for path := faults[i].Path; path != ""; path = shorter(path) {
			p, err := yaml.PathString("$." + path)
			if err != nil {
				continue
			}
			node, err := p.FilterFile(tree)
			if err == nil && node != nil && node.GetToken() != nil {
				faults[i].Line = node.GetToken().Position.Line
				break
			}
		}
		if faults[i].Line == 0 {
			faults[i].Line = 1
		}
	}
}

func shorter(path string) string {
	return path[:max(strings.LastIndexAny(path, ".["), 0)]
}
