package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
)

func petitionFiles(c *console) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "files ID",
		Short: "The photos and files of a petition, where each is, and save them",
		Long: `files lists what is attached to a petition and where each photo or file is: here and
at central, here and waiting to be sent, at central, or on another machine. --to saves
those that are here into a folder, under the beginning of their hash and their name; those
that are not are sent for, and come with the next synchronisation.`,
		Example: "  salactl petition files TH-5014-D02-1a2b3c4d --officer somjai\n  salactl petition files 01a2b3c4 --to photos --officer somjai",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&to, "to", "", "a folder to save them into")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		p, err := findPetition(ctx, st, args[0])
		if err != nil {
			return err
		}
		subject := "petition/" + p.ID
		all, err := s.Attachments(ctx, subject)
		if err != nil {
			return err
		}
		if to != "" {
			for _, a := range all {
				if err := c.save(ctx, s, a, to); err != nil {
					return err
				}
			}
			if all, err = s.Attachments(ctx, subject); err != nil { // some are on their way now
				return err
			}
		}
		return c.print(list(all), func(w io.Writer) {
			t := table{}
			for _, a := range all {
				t.add("  "+a.Hash[:12], a.Name, a.MIME, fmt.Sprint(a.Size), c.word("desk.attached."+a.Place))
			}
			t.write(w)
		})
	})
	return cmd
}

// save writes a photo or file into a folder, or sends for it.
func (c *console) save(ctx context.Context, s *office.Session, a office.Attached, folder string) error {
	f, err := s.Attachment(ctx, a.Hash)
	if office.CodeOf(err) == "attachment_coming" {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	path := filepath.Join(folder, a.Hash[:12]+"-"+filepath.Base(filepath.Clean("/"+f.Name)))
	if err := os.WriteFile(path, f.Body, 0o600); err != nil {
		return err
	}
	c.note("salactl.files.saved", "file", path)
	return nil
}
