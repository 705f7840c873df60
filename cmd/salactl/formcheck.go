package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/definition"
	"sala/forms/pack"
)

// checked is what form check found.
type checked struct {
	Forms  int
	Packs  []string
	Faults definition.Faults
}

// faulty is a fault with its words.
type faulty struct {
	definition.Fault
	What string `json:"what"`
}

// what says what is wrong, and what to do about it.
func (c *console) what(f definition.Fault) string {
	return c.words.Text(c.language, "form.fault."+f.Code, f.Args)
}

func (c *console) faults(all definition.Faults) []faulty {
	out := []faulty{}
	for _, f := range all {
		out = append(out, faulty{f, c.what(f)})
	}
	return out
}

func formCheck(c *console) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "check [FILE|DIR]...",
		Short: "Check forms and packs: every fault with file and line",
		Long: `check reads a form (a YAML file) or a pack (a folder with pack.yaml) and tells
every fault with file, line and what to do. Of a pack it also tries each form's
example: the answers that must pass and those that must be refused. --all checks
the packs that the program is delivered with.`,
		Example: "  salactl form check --all\n  salactl form check my-pack/ my-form.yaml --pack th",
		Args: func(_ *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return terminal.Misused("usage.check")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r := checked{Packs: []string{}}
			if all {
				for i, name := range station.DeliveredPacks() {
					c.note("salactl.progress", "what", name, "done", i+1, "total", len(station.DeliveredPacks()))
					r.pack("assets/packs/"+name, station.DeliveredFiles(name))
				}
			}
			for _, path := range args {
				if err := c.checkPath(&r, path); err != nil {
					return err
				}
			}
			told := map[string]any{"forms": r.Forms, "packs": r.Packs, "faults": c.faults(r.Faults)}
			err := c.print(told, func(w io.Writer) {
				for _, f := range r.Faults {
					fmt.Fprintln(w, f.Said(c.what(f)))
				}
				c.line(w, "salactl.form.checked", "count", r.Forms, "faults", len(r.Faults))
			})
			if err == nil && len(r.Faults) > 0 {
				return errQuiet
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "check both delivered packs")
	return cmd
}

func (c *console) checkPath(r *checked, path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return noFile(path, err)
	case !info.IsDir():
		return c.checkFile(r, path)
	}
	if _, err := os.Stat(filepath.Join(path, "pack.yaml")); err == nil {
		r.pack(path, os.DirFS(path))
		return nil
	}
	found := 0
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" {
			return err
		}
		found++
		return c.checkFile(r, name)
	})
	if err == nil && found == 0 {
		return terminal.Misused("usage.no_forms", "path", path)
	}
	return err
}

// pack checks a whole pack.
func (r *checked) pack(where string, files fs.FS) {
	p, err := pack.Load(files)
	if err == nil {
		r.Packs = append(r.Packs, p.Name())
		r.Forms += len(p.Forms())
		r.add(where, p.Check(files))
		return
	}
	r.fault(where, err)
}

func (r *checked) fault(where string, err error) {
	var faults definition.Faults
	if !errors.As(err, &faults) {
		faults = definition.Faults{definition.Wrong("unreadable", "", "detail", err.Error())}
	}
	r.add(where, faults)
}

// add keeps faults with their files as the person named them.
func (r *checked) add(where string, faults definition.Faults) {
	for _, f := range faults {
		f.File = strings.TrimSuffix(where+"/"+f.File, "/")
		r.Faults = append(r.Faults, f)
	}
}

// checkFile checks one form, with what the forms of its pack share.
func (c *console) checkFile(r *checked, path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return noFile(path, err)
	}
	r.Forms++
	_, err = definition.Read(path, source, c.libraryFor(path))
	var faults definition.Faults
	if errors.As(err, &faults) {
		r.Faults = append(r.Faults, faults...)
		return nil
	}
	return err
}

// libraryFor is what a form of its own may use: the library of the pack in
// whose folder it lies, of --pack, or none.
func (c *console) libraryFor(path string) definition.Library {
	var p *pack.Pack
	var err error
	if beside := filepath.Dir(filepath.Dir(path)); c.pack == "" {
		p, err = pack.Load(os.DirFS(beside))
	} else {
		p, err = station.DeliveredPack(c.pack)
	}
	if err != nil {
		return definition.Library{}
	}
	return p.Library()
}
