package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/demonstration"
	"sala/forms/fee"
)

func demo(c *console) *cobra.Command {
	var people int
	var goesOut bool
	var prepare, kiosk bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Play the whole road, from the card to the central system, with invented people",
		Long: `demo sets up an office in the folder --dir: a central system and simulated devices
as programs of their own, a station with a register of invented people. It then
cuts the link to central, serves one citizen, and restores the link.

With --prepare it only sets up, tells where everything is in one line of JSON,
and keeps it running until its standard input ends or it is interrupted; each
line that it reads is a command: "cut", "restore", or one for the devices, such
as "insert", "remove", "paper-out on". What an earlier demonstration left in the folder
is taken away; a folder with anything else in it is left alone.`,
		Example: "  salactl demo --dir demo\n  salactl demo --dir demo --language ko --people 1000\n  salactl demo --dir demo --prepare --kiosk",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("dir") {
				c.dir = "sala-demo"
			}
			scene, err := demonstration.Prepare(cmd.Context(), demonstration.Options{Dir: c.dir, People: people, Kiosk: kiosk, Field: goesOut, Tell: c.narrate})
			if err != nil {
				return err
			}
			defer scene.Close()
			if prepare {
				return c.attend(cmd.Context(), scene)
			}
			story, err := scene.Play(cmd.Context())
			if err != nil {
				return err
			}
			return c.print(story, func(w io.Writer) { c.tellStory(w, story) })
		},
	}
	cmd.Flags().IntVar(&people, "people", 0, "residents in the register (default 10000)")
	cmd.Flags().BoolVar(&kiosk, "kiosk", false, "with machines that take money, a card terminal, a scanner and a reader of passports")
	cmd.Flags().BoolVar(&goesOut, "field", false, "with a field laptop in DIR/laptop, for which visits wait")
	cmd.Flags().BoolVar(&prepare, "prepare", false, "set up and keep running for a window")
	return cmd
}

// narrate tells what the demonstration does. An argument that is a code is told
// by its own phrase.
func (c *console) narrate(key string, args ...any) {
	coded := map[string]string{"reason": "sync.reason.", "problem": "problem.", "refusal": "office.error.", "status": "certificate.status.", "outcome": "desk.outcome."}
	told := slices.Clone(args)
	for i := 0; i+1 < len(told); i += 2 {
		name, _ := told[i].(string)
		if phrases, ok := coded[name]; ok {
			told[i+1] = c.word(fmt.Sprint(phrases, told[i+1]))
		}
		if amount, ok := told[i+1].(fee.Money); ok {
			told[i+1] = amount.Text(c.language)
		}
	}
	c.note(key, told...)
}

func (c *console) tellStory(w io.Writer, s *demonstration.Story) {
	status := func(code string) string { return c.word("certificate.status." + code) }
	facts(w,
		[2]string{c.word("demo.told.served"), fmt.Sprintf("%s (%s)", s.Resident.NameTH, s.Resident.NameEN)},
		[2]string{c.word("demo.told.petition"), s.Petition},
		[2]string{c.word("demo.told.certificate"), s.Certificate.Number},
		[2]string{c.word("demo.told.printed"), status(s.Certificate.StatusBeforeSync)},
		[2]string{c.word("demo.told.now"), status(s.Certificate.Status)},
		[2]string{c.word("demo.told.journal"), c.word("demo.told.entries", "count", s.Journal.Entries, "pending", s.Sync.Pending)},
	)
	fmt.Fprintf(w, "\n%s\n  %s\n  %s\n", c.word("demo.told.look"), s.Certificate.PDF, s.Receipt.PNG)
	fmt.Fprintf(w, "%s\n  salactl verify %s --dir %s\n  salactl journal verify --dir %s\n", c.word("demo.told.try"), s.Certificate.PDF, s.Station, s.Station)
}

// attend keeps a prepared scene running and carries out what it is told.
func (c *console) attend(ctx context.Context, scene *demonstration.Scene) error {
	line, err := json.Marshal(scene)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s\n", line)
	lines := make(chan string)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(c.in); in.Scan(); {
			lines <- in.Text()
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case l, ok := <-lines:
			if !ok {
				return nil
			}
			if err := c.direct(ctx, scene, strings.TrimSpace(l)); err != nil {
				c.say("%v", err)
			}
		}
	}
}

// direct carries out one line.
func (c *console) direct(ctx context.Context, scene *demonstration.Scene, line string) error {
	switch line {
	case "":
		return nil
	case "cut":
		scene.Link.Refuse()
		return nil
	case "restore":
		return scene.Link.Restore()
	}
	return scene.Devices(ctx, line)
}
