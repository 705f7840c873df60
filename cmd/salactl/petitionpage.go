package main

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
)

func petitionNote(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "note ID TEXT",
		Short:   "Write a note on a petition's page, for the office; the request does not change",
		Example: "  salactl petition note TH-5014-D02-1a2b3c4d 'called back, comes tomorrow' --officer somjai",
		Args:    cobra.MinimumNArgs(2),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err != nil {
				return err
			}
			if p, err = s.Note(ctx, p.ID, strings.Join(args[1:], " ")); err != nil {
				return err
			}
			c.note("salactl.note.done")
			return c.tellPetition(ctx, st, p, nil)
		}),
	}
}

func petitionAttach(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "attach ID FILE...",
		Short: "Keep photos or files with a petition; an answer may name them by their hash",
		Long: `attach keeps files with a petition, by the SHA-256 of their content: the same file
is kept once. The printed hash is what the answer to a question of kind photo or
file holds.`,
		Example: "  salactl petition attach TH-5014-D02-1a2b3c4d deed.pdf house.jpg --officer somjai",
		Args:    cobra.MinimumNArgs(2),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			p, err := findPetition(ctx, st, args[0])
			if err != nil {
				return err
			}
			subject := "petition/" + p.ID
			for _, path := range args[1:] {
				body, err := os.ReadFile(path)
				if err != nil {
					return noFile(path, err)
				}
				if _, err := s.Attach(ctx, office.File{Subject: subject, Name: filepath.Base(path), MIME: mimeOf(path, body), Body: body}); err != nil {
					return err
				}
				c.note("salactl.attach.done", "name", filepath.Base(path), "size", len(body))
			}
			all, err := s.Attachments(ctx, subject)
			if err != nil {
				return err
			}
			return c.print(list(all), func(w io.Writer) {
				t := table{}
				for _, a := range all {
					t.add("  "+a.Hash, a.Name, a.MIME, fmt.Sprint(a.Size))
				}
				t.write(w)
			})
		}),
	}
}

// mimeOf is what a file is, by its name, else by how it begins.
func mimeOf(path string, body []byte) string {
	if t := mime.TypeByExtension(filepath.Ext(path)); t != "" {
		return t
	}
	return http.DetectContentType(body)
}

func petitionMigrate(c *console) *cobra.Command {
	var preview bool
	cmd := &cobra.Command{
		Use:   "migrate ID",
		Short: "Take a draft over to the version of its form that is in use, with a preview",
		Long: `migrate takes a draft, or a petition that was returned, over to the version of its
form that is in use. A petition keeps the version that it began with until somebody
does this. --preview says what would change and changes nothing. No answer is lost:
those that the newer version does not ask for stay with the draft.`,
		Example: "  salactl petition migrate 01a2b3c4 --preview --officer somjai\n  salactl petition migrate 01a2b3c4 --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().BoolVar(&preview, "preview", false, "only say what would change")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		m, err := s.PreviewMigration(ctx, p.ID)
		if err != nil {
			return err
		}
		if !m.Pinned {
			c.note("salactl.migrate.not_kept", "from", m.From)
		}
		if preview {
			return c.print(m, func(w io.Writer) { c.showMigration(w, m) })
		}
		if p, err = s.Migrate(ctx, m); err != nil {
			return err
		}
		c.note("salactl.migrate.done", "to", m.To)
		form, _ := c.formOf(ctx, st, p.Form)
		return c.tellPetition(ctx, st, p, c.problems(form, m.Problems))
	})
	return cmd
}

func (c *console) showMigration(w io.Writer, m office.Migration) {
	c.line(w, "salactl.migrate.preview", "form", m.Petition.Form, "from", m.From, "to", m.To, "count", len(m.Changes), "problems", len(m.Problems))
	t := table{}
	for _, ch := range m.Changes {
		values := ""
		if ch.Old != nil || ch.New != nil {
			values = fmt.Sprintf("%v → %v", orDash(ch.Old), orDash(ch.New))
		}
		t.add("  "+ch.Question, ch.Label.In(c.language), c.coded("change.", ch.What), values)
	}
	t.write(w)
	for _, p := range c.problems(nil, m.Problems) {
		fmt.Fprintf(w, "  ! %s\n", p)
	}
}

func orDash(v any) any {
	if v == nil {
		return "-"
	}
	return v
}

// eventForm finds the intake of a life event: "birth" is th.event-birth of a
// Thai pack.
func eventForm(st *station.Station, event string) (string, error) {
	var names []string
	for _, f := range st.Pack.Forms() {
		_, name, _ := strings.Cut(f.ID, ".event-")
		switch {
		case !f.LifeEvent:
		case f.ID == event || name == event:
			return f.ID, nil
		case name != "":
			names = append(names, name)
		}
	}
	return "", terminal.OneOf("--event", event, names...)
}
