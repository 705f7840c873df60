package main

import (
	"context"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sala/app/office"
	"sala/app/station"
	"sala/app/words"
	"sala/cmd/internal/terminal"
	"sala/forms/act"
)

func officer(c *console) *cobra.Command {
	return group("officer", "Who may sign in on this station",
		officerList(c), officerAdd(c), officerRemove(c), officerPassword(c))
}

// officerFlags describe an officer.
type officerFlags struct {
	id     string
	flag   string // of the names
	names  []string
	titles []string
	roles  []string
}

func (f *officerFlags) add(flags *pflag.FlagSet, name string) {
	f.flag = "--" + name
	flags.StringArrayVar(&f.names, name, nil, "the officer's full name in a language, such as th=NAME; may be repeated")
	flags.StringArrayVar(&f.titles, "title", nil, "the officer's title in a language, such as en=Registrar; may be repeated")
	flags.StringSliceVar(&f.roles, "role", nil, "roles: "+strings.Join(roles(), ", "))
}

// roles are those that a person may be given.
func roles() []string {
	var out []string
	for _, r := range office.Roles() {
		out = append(out, string(r))
	}
	return out
}

// officer returns the officer that the flags describe.
func (f *officerFlags) officer() (act.Officer, error) {
	o := act.Officer{ID: f.id, Roles: f.roles}
	var wrong terminal.Misuse
	if !regexp.MustCompile(`^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]{0,40}$`).MatchString(f.id) {
		wrong = wrong.And("usage.sign_in_name", "value", f.id)
	}
	for _, r := range f.roles {
		wrong = wrong.With(terminal.OneOf("--role", r, roles()...))
	}
	var err error
	if o.Names, err = inLanguages(f.flag, f.names); len(o.Names) == 0 {
		o.Names = map[string]string{"en": f.id}
	}
	wrong = wrong.With(err)
	o.Title, err = inLanguages("--title", f.titles)
	return o, wrong.With(err).Err()
}

// inLanguages reads values of the form "th=...".
func inLanguages(flag string, values []string) (map[string]string, error) {
	out := map[string]string{}
	for _, v := range values {
		language, text, ok := strings.Cut(v, "=")
		if !ok || !slices.Contains(words.Languages(), language) || strings.TrimSpace(text) == "" {
			return nil, terminal.Misused("usage.form", "what", flag, "value", v, "form", strings.Join(words.Languages(), "=..., ")+"=...")
		}
		out[language] = strings.TrimSpace(text)
	}
	return out, nil
}

func officerList(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List who may sign in",
		Example: "  salactl officer list --json",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			all, err := st.Office.Officers(ctx)
			if err != nil {
				return err
			}
			return c.print(list(all), func(w io.Writer) {
				t := table{head: []string{c.word("salactl.head.id"), c.word("salactl.head.name"), c.word("salactl.head.title"), c.word("salactl.head.roles")}}
				for _, o := range all {
					t.add(o.ID, inWords(o.Names, c.language), inWords(o.Title, c.language), strings.Join(o.Roles, ", "))
				}
				t.write(w)
			})
		}),
	}
}

func officerAdd(c *console) *cobra.Command {
	var f officerFlags
	var file string
	cmd := &cobra.Command{
		Use:   "add ID",
		Short: "Make an officer, or change one's names, title and roles",
		Long:  "add makes an officer, a clerk unless --role says otherwise. Of one who is there it changes\nwhat is given, and the password only when a new one is given.",
		Example: `  SALA_NEW_PASSWORD=... salactl officer add wichai --name th="วิชัย ตัวอย่างงาม" --title th=นายทะเบียน --role registrar,head --officer somjai
  salactl officer add wichai --role registrar,head,auditor --officer somjai`,
		Args: cobra.ExactArgs(1),
	}
	f.add(cmd.Flags(), "name")
	cmd.Flags().StringVar(&file, "new-password-file", "", "a file with the new officer's password in its first line")
	var o act.Officer
	cmd.PreRunE = func(_ *cobra.Command, args []string) (err error) {
		f.id = args[0]
		o, err = f.officer()
		return err
	}
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		all, err := st.Office.Officers(ctx)
		if err != nil {
			return err
		}
		told := "salactl.officer.changed"
		i := slices.IndexFunc(all, func(there act.Officer) bool { return there.ID == o.ID })
		if i >= 0 {
			f.keep(&o, all[i])
		} else if told = "salactl.officer.added"; len(o.Roles) == 0 {
			o.Roles = []string{string(office.Clerk)}
		}
		if i >= 0 && file == "" && os.Getenv(newPasswordVariable) == "" {
			err = s.SetOfficer(ctx, o)
		} else {
			err = c.setWithPassword(ctx, st, s, o, file)
		}
		if err != nil {
			return err
		}
		return c.print(o, func(w io.Writer) {
			c.line(w, told, "officer", o.ID, "roles", strings.Join(o.Roles, ", "))
		})
	})
	return cmd
}

// keep lets an officer keep of what she had what no flag says.
func (f *officerFlags) keep(o *act.Officer, had act.Officer) {
	if len(f.roles) == 0 {
		o.Roles = had.Roles
	}
	if len(f.names) == 0 {
		o.Names = had.Names
	}
	if len(f.titles) == 0 {
		o.Title = had.Title
	}
}

func (c *console) setWithPassword(ctx context.Context, st *station.Station, s *office.Session, o act.Officer, file string) error {
	password, err := c.newPassword(o.ID, file)
	if err != nil {
		return err
	}
	return st.SetOfficer(ctx, s, o, password)
}

func officerRemove(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "remove ID",
		Short:   "End an officer's time; what was done under the name stays",
		Example: "  salactl officer remove wichai --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			if err := st.RemoveOfficer(ctx, s, args[0]); err != nil {
				return err
			}
			return c.print(map[string]string{"removed": args[0]}, func(w io.Writer) { c.line(w, "salactl.officer.removed", "officer", args[0]) })
		}),
	}
}

func officerPassword(c *console) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "password [ID]",
		Short: "Give yourself, or as an administrator another officer, a new password",
		Example: `  salactl officer password --officer somjai
  SALA_NEW_PASSWORD=... salactl officer password wichai --officer somjai --password-file mine`,
		Args: cobra.MaximumNArgs(1),
	}
	cmd.Flags().StringVar(&file, "new-password-file", "", "a file with the new password in its first line")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		who := s.Officer.ID
		if len(args) == 1 {
			who = args[0]
		}
		password, err := c.newPassword(who, file)
		if err != nil {
			return err
		}
		if err := st.GivePassword(ctx, s, who, password); err != nil {
			return err
		}
		return c.print(map[string]string{"officer": who}, func(w io.Writer) { c.line(w, "salactl.officer.password", "officer", who) })
	})
	return cmd
}

// inWords returns words in a language, or in whichever there is.
func inWords(all map[string]string, language string) string {
	for _, l := range []string{language, "en", "th", "ko"} {
		if s := all[l]; s != "" {
			return s
		}
	}
	return ""
}

// list makes an empty list print as [] and not as null.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
