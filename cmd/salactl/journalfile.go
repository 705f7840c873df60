package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	entries "sala/sync/journal"
)

// exportFormat names the format of an exported journal: JSON lines, first an
// exportHead, then an exportedEntry for each entry in order. With it anybody can
// check the chain (sync/journal says how).
const exportFormat = "sala/journal-export/1"

type exportHead struct {
	Format  string            `json:"format"`
	Station string            `json:"station"`
	Office  string            `json:"office"`
	Key     ed25519.PublicKey `json:"public_key"`
	After   entries.Head      `json:"after"` // the entry before the first, zero for the whole journal
}

type exportedEntry struct {
	Seq         uint64       `json:"seq"`
	Time        entries.Time `json:"time"`
	Officer     string       `json:"officer"`
	Kind        string       `json:"kind"`
	Subject     string       `json:"subject"`
	Base        uint64       `json:"base"`
	Prev        entries.Hash `json:"prev"`
	PayloadHash entries.Hash `json:"payload_hash"`
	Payload     []byte       `json:"payload,omitempty"`
	Signature   []byte       `json:"signature"`
}

func journalExport(c *console) *cobra.Command {
	var to string
	var after uint64
	var bare bool
	cmd := &cobra.Command{
		Use:   "export --to FILE",
		Short: "Write the journal to a file that can be checked without the station",
		Long: `export writes the entries as JSON lines, with the station's public key, so that an
auditor can check them elsewhere ("journal verify --file"). It holds citizens' data,
and is not encrypted; --bare leaves what the entries carry out, and the chain can
be checked all the same.`,
		Example: "  salactl journal export --to journal.jsonl --officer wichai\n  salactl journal export --to chain.jsonl --bare --officer wichai",
	}
	cmd.Flags().StringVar(&to, "to", "", "a new file")
	cmd.MarkFlagRequired("to")
	cmd.Flags().Uint64Var(&after, "after", 0, "only entries after this one")
	cmd.Flags().BoolVar(&bare, "bare", false, "without what the entries carry")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		if !s.May(office.Inspect) {
			return notAllowed("export the journal", office.Inspect)
		}
		n := 0
		if err := makeFile(to, 0o600, func(w io.Writer) (err error) {
			n, err = c.exportJournal(ctx, st, w, after, bare)
			return err
		}); err != nil {
			return err
		}
		return c.print(map[string]any{"file": to, "entries": n, "bare": bare}, func(w io.Writer) {
			c.line(w, "salactl.journal.exported", "count", n, "file", to)
			if !bare {
				c.line(w, "salactl.journal.holds_data")
			}
		})
	})
	return cmd
}

// exportJournal writes the entries after one, and returns how many.
func (c *console) exportJournal(ctx context.Context, st *station.Station, to io.Writer, after uint64, bare bool) (n int, err error) {
	buffer := bufio.NewWriter(to)
	out := json.NewEncoder(buffer)
	id := st.Store.Identity()
	head := exportHead{Format: exportFormat, Station: id.Station, Office: id.Office, Key: id.Public}
	if after > 0 {
		e, err := st.Store.Entry(ctx, after)
		if err != nil {
			return 0, err
		}
		head.After = entries.Head{Seq: after, Hash: e.Hash()}
	}
	if err := out.Encode(head); err != nil {
		return 0, err
	}
	for e, err := range st.Store.Entries(ctx, after) {
		if err != nil {
			return n, err
		}
		x := exportedEntry{e.Seq, e.Time, e.Officer, e.Kind, e.Subject, e.Base, e.Prev, e.PayloadHash, e.Payload, e.Signature}
		if bare {
			x.Payload = nil
		}
		if err := out.Encode(x); err != nil {
			return n, err
		}
		if n++; n%10_000 == 0 {
			c.note("salactl.journal.exporting", "count", n)
		}
	}
	return n, buffer.Flush()
}

// verifyExport checks an exported journal.
func verifyExport(path string) (store.Report, error) {
	var r store.Report
	f, err := os.Open(path)
	if err != nil {
		return r, noFile(path, err)
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReader(f))
	var head exportHead
	if err := in.Decode(&head); err != nil || head.Format != exportFormat || len(head.Key) != ed25519.PublicKeySize {
		return r, &office.Error{Op: "verify an export", Code: "not_export", Args: map[string]any{"file": path}, Err: err}
	}
	r.Station, r.Head, r.Entries = head.Station, head.After, head.After.Seq
	for in.More() {
		var x exportedEntry
		err := in.Decode(&x)
		e := entries.Entry{Station: head.Station, Seq: x.Seq, Prev: x.Prev, Time: x.Time, Officer: x.Officer, Kind: x.Kind, Subject: x.Subject,
			Base: x.Base, PayloadHash: x.PayloadHash, Payload: x.Payload, Signature: x.Signature}
		if err == nil {
			err = e.Verify(head.Key)
		}
		if err == nil {
			var next entries.Head
			if next, err = r.Head.Follow(&e); err == nil {
				r.Head = next
			}
		}
		if err != nil {
			r.Trouble, r.At = fmt.Sprint(err), r.Head.Seq+1
			return r, nil
		}
		if r.Entries++; x.Payload == nil {
			r.Purged++
		}
	}
	return r, nil
}
