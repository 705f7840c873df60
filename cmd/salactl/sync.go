package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/sync/client"
)

func synchronise(c *console) *cobra.Command {
	return group("sync", "The line to central: what waits and why, and trying now", syncStatus(c), syncRun(c), syncProxy(c))
}

// status is what sync status tells.
type status struct {
	Station      string       `json:"station"`
	URL          string       `json:"url"`
	Online       bool         `json:"online"`
	Reason       string       `json:"reason"` // a code why not, "" when all is well
	Says         string       `json:"says"`
	Hint         string       `json:"hint,omitempty"`
	Tried        *time.Time   `json:"tried"`
	LastSync     *time.Time   `json:"last_sync"`
	NextTry      *time.Time   `json:"next_try"` // null when nobody tries by itself at present
	Entries      uint64       `json:"entries"`
	Acknowledged uint64       `json:"acknowledged"`
	Pending      int          `json:"pending"`
	SetAside     int          `json:"set_aside"`
	Photos       waitingFiles `json:"photos"`
	Pack         *offeredPack `json:"pack_offered,omitempty"`
	RelayHolds   int          `json:"relay_holds,omitempty"` // batches of other stations, on the office's relay
	Items        []statusItem `json:"items"`
}

// waitingFiles is the photos and files that central does not have yet.
type waitingFiles struct {
	Waiting int   `json:"waiting"`
	Bytes   int64 `json:"bytes"`
}

// offeredPack is the pack that central sent out, while the station does not work
// with it: it is coming, refused, or in use from the next start on.
type offeredPack struct {
	Name  string `json:"name"`
	State string `json:"state"`
	Code  string `json:"code,omitempty"` // why it was refused
	Says  string `json:"says"`
	Why   string `json:"why,omitempty"`
	Hint  string `json:"hint,omitempty"`
}

// statusItem is one thing that waits, why, and until when.
type statusItem struct {
	office.OutboxItem
	Says    string     `json:"says"`
	Hint    string     `json:"hint,omitempty"`
	NextTry *time.Time `json:"next_try"`
}

func syncStatus(c *console) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "status",
		Short: "How the line is, and for each waiting item its state, reason and next try",
		Long: `status tells how the line to central was when it was last tried, by this or by
another program, and for each entry that central has not accepted its state, the
reason, and when it is tried next. Nothing is tried.`,
		Example: "  salactl sync status\n  salactl sync status --json",
	}
	cmd.Flags().IntVar(&limit, "limit", 1000, "at most so many items")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		told, err := c.status(ctx, st, limit)
		if err != nil {
			return err
		}
		return c.print(told, func(w io.Writer) { c.showStatus(w, told) })
	})
	return cmd
}

func (c *console) status(ctx context.Context, st *station.Station, limit int) (status, error) {
	line, err := station.ReadLine(st.Dir)
	if err != nil {
		return status{}, err
	}
	all, err := st.Office.Status(ctx)
	if err != nil {
		return status{}, err
	}
	j := all.Journal
	told := status{
		Station: j.Station, URL: st.Config.Central.URL, Online: line.Online, Reason: line.Reason, Tried: moment(line.Tried), LastSync: moment(j.LastSync.In(st.Office.Now().Location())),
		Entries: j.Entries, Acknowledged: j.Acknowledged, Pending: j.Pending, SetAside: j.SetAside, Items: []statusItem{},
	}
	if line.NextTry.After(st.Office.Now()) {
		told.NextTry = moment(line.NextTry)
	}
	if st.Config.Central.URL == "" || line.Tried.IsZero() && all.Journal.LastSync.IsZero() && st.Office.Paper == nil {
		told.Reason = client.ReasonNotEnrolled
	}
	told.Says, told.Hint = c.reason(told.Reason, line.Tried.IsZero())
	if err := c.beside(ctx, st, &told); err != nil {
		return told, err
	}
	items, err := st.Outbox().Items(ctx, limit)
	for _, item := range items {
		x := statusItem{OutboxItem: item}
		if item.State == office.OutboxWaiting {
			x.Reason, x.NextTry = told.Reason, told.NextTry
			x.Says, x.Hint = told.Says, told.Hint
			if told.Reason == "" {
				x.Reason, x.Says = "next_sync", c.word("salactl.sync.next_sync")
			}
		} else {
			x.Says, x.Hint = c.verdict(item.Reason)
		}
		told.Items = append(told.Items, x)
	}
	return told, err
}

// beside adds what goes beside the entries: photos, packs, and others' work.
func (c *console) beside(ctx context.Context, st *station.Station, told *status) error {
	l, err := st.Outbox().Line(ctx)
	if err != nil {
		return err
	}
	told.Photos, told.RelayHolds = waitingFiles{l.Files, l.FileBytes}, l.RelayHolds
	if l.Pack == "" {
		return nil
	}
	told.Pack = &offeredPack{Name: l.Pack, State: l.PackState, Code: l.PackCode, Says: c.words.Text(c.language, "desk.sync.pack."+l.PackState, map[string]any{"pack": l.Pack})}
	if l.PackCode != "" {
		told.Pack.Why = c.words.Text(c.language, "office.error."+l.PackCode, map[string]any{"pack": l.Pack, "file": l.Pack})
		told.Pack.Hint = c.words.Text(c.language, "office.hint."+l.PackCode, map[string]any{"pack": l.Pack, "file": l.Pack})
	}
	return nil
}

// reason says why the line does not work, or that it does.
func (c *console) reason(code string, untried bool) (says, hint string) {
	if code == "" {
		if untried {
			return c.word("salactl.sync.untried"), ""
		}
		return c.word("salactl.sync.well"), ""
	}
	if !c.words.Has("sync.reason." + code) {
		code = client.ReasonOther
	}
	return c.word("sync.reason." + code), c.word("sync.hint." + code)
}

// verdict says why central set an entry aside.
func (c *console) verdict(code string) (says, hint string) {
	says, hint = c.reason(code, false)
	return says, hint + " " + c.word("salactl.sync.verdict_hint")
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (c *console) showStatus(w io.Writer, told status) {
	c.line(w, "salactl.sync.journal", "station", told.Station, "entries", told.Entries, "acknowledged", told.Acknowledged, "pending", told.Pending, "aside", told.SetAside)
	next := c.word("salactl.sync.nobody")
	if told.NextTry != nil {
		next = c.moment(*told.NextTry)
	}
	last := ""
	if told.LastSync != nil {
		last = c.moment(*told.LastSync)
	}
	facts(w,
		[2]string{c.word("salactl.head.central"), told.URL},
		[2]string{c.word("salactl.head.line"), told.Says},
		[2]string{c.word("salactl.head.do"), told.Hint},
		[2]string{c.word("salactl.head.last_sync"), last},
		[2]string{c.word("salactl.head.next_try"), next},
	)
	if told.Photos.Waiting > 0 {
		c.line(w, "salactl.sync.photos", "count", told.Photos.Waiting, "kb", (told.Photos.Bytes+1023)>>10)
	}
	if told.Pack != nil {
		fmt.Fprintln(w, told.Pack.Says)
		if told.Pack.Why != "" {
			fmt.Fprintln(w, "  "+told.Pack.Why+" "+told.Pack.Hint)
		}
	}
	if told.RelayHolds > 0 {
		c.line(w, "salactl.sync.relay_holds", "count", told.RelayHolds)
	}
	t := table{}
	for _, i := range told.Items {
		t.add("  "+strconv.FormatUint(i.Seq, 10), c.coded("desk.act.", i.Kind), i.Title, c.word("salactl.item."+i.State), i.Says)
	}
	t.write(w)
}

func syncRun(c *console) *cobra.Command {
	var keep bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Synchronise now: push what waits, fetch what is new",
		Long: `run pushes what waits, pulls what is new, and fetches blocks of numbers, once; with
--keep it goes on until it is interrupted, and says when it tries next. While central
is out of reach and the office's relay takes what waits, that is no failure; it is
said, because it is provisional until central has it too.`,
		Example: "  salactl sync run\n  salactl sync run --keep",
	}
	cmd.Flags().BoolVar(&keep, "keep", false, "go on until interrupted")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		if keep {
			st.Sync.OnState = c.follow(st.Sync.OnState)
			_ = st.Sync.Run(ctx) // ends when it is interrupted
			return nil
		}
		c.note("salactl.sync.running", "url", st.Config.Central.URL)
		r, err := st.Sync.SyncOnce(ctx)
		provisional := client.ReasonOf(err) == client.ReasonRelayed && r.Relayed > 0
		if err != nil && !provisional {
			return err
		}
		told := map[string]any{"pushed": r.Pushed, "accepted": r.Accepted, "conflicts": r.Conflicts, "rejected": r.Rejected, "pulled": r.Pulled,
			"leases": r.Leases, "acknowledged": r.Through, "photos_sent": r.Sent, "photos_fetched": r.Fetched, "provisional": provisional, "relayed": r.Relayed}
		return c.print(told, func(w io.Writer) {
			if provisional {
				c.line(w, "salactl.sync.relayed", "relayed", r.Relayed)
				return
			}
			c.line(w, "salactl.sync.done", "pushed", r.Pushed, "accepted", r.Accepted, "aside", r.Conflicts+r.Rejected, "pulled", r.Pulled, "leases", r.Leases)
			if r.Sent+r.Fetched > 0 {
				c.line(w, "salactl.sync.done_photos", "sent", r.Sent, "fetched", r.Fetched)
			}
		})
	})
	return cmd
}

// follow says each new state of the line once.
func (c *console) follow(before func(client.State)) func(client.State) {
	last := "?"
	return func(s client.State) {
		before(s)
		if s.Running {
			return
		}
		says, _ := c.reason(s.Reason, false)
		if !s.NextTry.IsZero() {
			says = c.word("salactl.sync.next", "says", says, "time", s.NextTry.Format("15:04:05"))
		}
		if says != last {
			last = says
			c.say("%s", says)
		}
	}
}
