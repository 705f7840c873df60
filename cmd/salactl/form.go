package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/pack"
)

func form(c *console) *cobra.Command {
	g := group("form", "The forms of the packs: list, show, check, fill, bring in and carry out",
		formList(c), formShow(c), formCheck(c), formFill(c), formImport(c), formExport(c))
	g.PersistentFlags().StringVar(&c.pack, "pack", "", "th or kr (default: the station's, or both where --dir is no station)")
	return g
}

// listed is a form in a list.
type listed struct {
	ID          string          `json:"id"`
	Version     string          `json:"version"`
	Code        string          `json:"code,omitempty"`
	Pack        string          `json:"pack"`
	Country     string          `json:"country"`
	Area        string          `json:"area"`
	Title       definition.Text `json:"title"`
	Languages   []string        `json:"languages"`
	Fee         fee.Money       `json:"fee"`
	FeeRule     string          `json:"fee_rule,omitempty"`
	LegalBasis  definition.Text `json:"legal_basis"`
	Confirmed   bool            `json:"confirmed"`
	Kiosk       bool            `json:"kiosk"`
	Field       bool            `json:"field"`
	LifeEvent   bool            `json:"life_event"`
	Deadline    int             `json:"deadline"` // working days
	Questions   int             `json:"questions"`
	Certificate string          `json:"certificate,omitempty"`
}

func listedOf(p *pack.Pack, f *definition.Form) listed {
	l := listed{
		ID: f.ID, Version: f.Version, Code: f.Code, Pack: p.Name(), Country: f.Country, Area: f.Area, Title: f.Title, Languages: f.Languages(),
		Fee: basicFee(f), FeeRule: f.Fee.Rule, LegalBasis: f.LegalBasis, Confirmed: f.Confirmed, Kiosk: f.Kiosk, Field: f.Field,
		LifeEvent: f.LifeEvent, Deadline: f.Deadline, Questions: len(f.Questions()),
	}
	for _, o := range f.LeadsTo {
		l.Certificate = cmp.Or(l.Certificate, o.Certificate)
	}
	return l
}

// basicFee is what the form costs before its rule and exemptions.
func basicFee(f *definition.Form) fee.Money {
	m := fee.Money{Minor: f.Fee.Minor, Currency: f.Fee.Currency}
	if m.Minor == 0 && len(f.Fee.Rates) > 0 {
		m.Minor = f.Fee.Rates[len(f.Fee.Rates)-1].Minor
	}
	return m
}

func formList(c *console) *cobra.Command {
	var area string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the forms with area, languages, fee and legal basis",
		Example: "  salactl form list --json\n  salactl form list --pack kr --area vehicles",
	}
	cmd.Flags().StringVar(&area, "area", "", "only those of this area of administration")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		packs, err := c.packs()
		if err != nil {
			return err
		}
		out := []listed{}
		for _, p := range packs {
			for _, f := range p.Forms() {
				if area == "" || f.Area == area {
					out = append(out, listedOf(p, f))
				}
			}
		}
		slices.SortStableFunc(out, func(a, b listed) int {
			return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Area, b.Area))
		})
		return c.print(out, func(w io.Writer) {
			t := table{head: []string{c.word("salactl.head.id"), c.word("salactl.head.area"), c.word("salactl.head.fee"), c.word("salactl.head.name")}}
			for _, l := range out {
				t.add(l.ID, l.Area, c.money(l.Fee), l.Title.In(c.language))
			}
			t.write(w)
			c.note("salactl.form.count", "count", len(out))
		})
	}
	return cmd
}

// money writes an amount, "" for nothing.
func (c *console) money(m fee.Money) string {
	if m.IsZero() {
		return c.word("salactl.free")
	}
	return m.Text(c.language)
}

func formShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show FORM",
		Short:   "Show a form: its questions, fee, legal basis and what it leads to",
		Example: "  salactl form show th.house-register-copy --language th",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, f, err := c.form(args[0])
			if err != nil {
				return err
			}
			return c.print(f, func(w io.Writer) { c.showForm(w, p, f) })
		},
	}
}

func (c *console) showForm(w io.Writer, p *pack.Pack, f *definition.Form) {
	fmt.Fprintln(w, f.Title.In(c.language))
	facts(w,
		[2]string{c.word("salactl.head.id"), strings.TrimSpace(f.ID + " " + f.Version + " " + f.Code)},
		[2]string{c.word("salactl.head.pack"), p.Name()},
		[2]string{c.word("salactl.head.area"), f.Area},
		[2]string{c.word("salactl.head.languages"), strings.Join(f.Languages(), ", ")},
		[2]string{c.word("salactl.head.fee"), strings.TrimSpace(c.money(basicFee(f)) + "  " + f.Fee.Basis.In(c.language))},
		[2]string{c.word("salactl.head.basis"), f.LegalBasis.In(c.language)},
		[2]string{c.word("salactl.head.unconfirmed"), f.Unconfirmed.In(c.language)},
		[2]string{c.word("salactl.head.approvals"), strings.Join(f.Approvals, ", ")},
		[2]string{c.word("salactl.head.leads"), leadsTo(f)},
	)
	for _, s := range f.Sections {
		fmt.Fprintf(w, "\n%s\n", s.Title.In(c.language))
		t := table{}
		for _, q := range s.Questions {
			c.showQuestion(&t, q, "  ")
		}
		t.write(w)
	}
}

func (c *console) showQuestion(t *table, q definition.Question, indent string) {
	mark := ""
	if q.Required != "" {
		mark = "*"
	}
	t.add(indent+q.ID+mark, string(q.Kind), q.Label.In(c.language))
	for _, column := range q.Columns {
		c.showQuestion(t, column, indent+"  ")
	}
}

func leadsTo(f *definition.Form) string {
	var out []string
	for _, o := range f.LeadsTo {
		for _, kind := range [][2]string{{"form", o.Form}, {"certificate", o.Certificate}, {"register", o.Register}, {"referral", o.Referral}} {
			if kind[1] != "" {
				out = append(out, kind[0]+" "+kind[1])
			}
		}
	}
	return strings.Join(out, ", ")
}

// packs returns the packs that a command about forms is about: that of --pack,
// the station's, or every pack that the program is delivered with.
func (c *console) packs() ([]*pack.Pack, error) {
	names := station.DeliveredPacks()
	if c.pack != "" {
		if err := terminal.OneOf("--pack", c.pack, names...); err != nil {
			return nil, err
		}
		names = []string{c.pack}
	} else if config, err := station.ReadConfig(station.Folder(c.dir)); err == nil {
		p, err := station.PackInUse(station.Folder(c.dir), config)
		return []*pack.Pack{p}, err
	}
	var out []*pack.Pack
	for _, name := range names {
		p, err := station.DeliveredPack(name)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// form finds a form by its ID.
func (c *console) form(id string) (*pack.Pack, *definition.Form, error) {
	packs, err := c.packs()
	if err != nil {
		return nil, nil, err
	}
	for _, p := range packs {
		if f, ok := p.Form(id); ok {
			return p, f, nil
		}
	}
	return nil, nil, &office.Error{Op: "find a form", Code: "no_form", Args: map[string]any{"form": id}}
}

// formOf is form for an open station: of the pack that it uses.
func (c *console) formOf(_ context.Context, st *station.Station, id string) (*definition.Form, error) {
	if f, ok := st.Pack.Form(id); ok {
		return f, nil
	}
	return nil, &office.Error{Op: "find a form", Code: "no_form", Args: map[string]any{"form": id}}
}
