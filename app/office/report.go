package office

import "context"

// Report is figures for the wall or the file: working paper, without a number
// and a seal.
type Report struct {
	Language string
	Office   string
	Title    string
	Note     string // of which days
	Charts   []Chart
}

// Chart is a list of bars.
type Chart struct {
	Title string
	Bars  []Bar
}

// Bar is one number of a chart: Share is its length, 0 to 1, Note what else is to
// be said of it.
type Bar struct {
	Label, Note, Value string
	Share              float64
}

// WorkingPapers makes what carries no number and no seal, and so needs no key: a
// station that is not enrolled has them too.
type WorkingPapers interface {
	Report(ctx context.Context, r Report) ([]byte, error)
	// Views puts the looks at a record on paper in a language.
	Views(ctx context.Context, v Views, language string) ([]byte, error)
}

// PrintReport prints a report on the page printer. The error's code is
// "printer.none" where the station has none.
func (s *Session) PrintReport(ctx context.Context, r Report) error {
	const op = "print a report"
	if err := s.need(op, Account); err != nil {
		return err
	}
	if s.office.Working == nil {
		return &Error{Op: op, Code: "printer.none"}
	}
	file, err := s.office.Working.Report(ctx, r)
	if err != nil {
		return s.office.explain(op, err)
	}
	return s.printFile(ctx, op, r.Title, file)
}

// printFile prints a working paper: one without a number, so nothing of it is
// counted.
func (s *Session) printFile(ctx context.Context, op, title string, file []byte) error {
	if s.office.Pages == nil {
		return &Error{Op: op, Code: "printer.none"}
	}
	outcome, err := s.office.Pages.PrintPage(ctx, title, file)
	if err == nil && outcome != Printed {
		err = &Error{Op: op, Code: "printer_unknown"}
	}
	return s.office.explain(op, err)
}
