package station_test

import (
	"bytes"
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/sync/central"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestPhotosCrossTheIsland promises that a photo taken at one desk with the line
// down is seen at the other, byte for byte, through the relay; that nobody calls
// it safe before central has it; and that central has it afterwards exactly once,
// although its station never comes back.
func TestPhotosCrossTheIsland(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, two, clerk, head := w.island()
	w.line.Refuse()
	body := photo(5*wire.ChunkSize+99, 7)
	hash, err := clerk.Attach(ctx, office.File{Subject: "petition/p1", Name: "บ้าน.jpg", MIME: "image/jpeg", Body: body})
	must(t, err)
	if r := carried(t, one); r.Lent != 1 {
		t.Errorf("the relay was given %d photos: %+v", r.Lent, r)
	}
	if r := carried(t, one); r.Lent != 0 {
		t.Errorf("at rest, and yet %+v", r)
	}
	if r := carried(t, two); r.Fetched != 1 {
		t.Fatalf("the other desk got %+v", r)
	}
	got, err := head.Attachment(ctx, hash)
	if err != nil || !bytes.Equal(got.Body, body) || got.Name != "บ้าน.jpg" || got.Subject != "petition/p1" {
		t.Fatalf("the other desk sees %d bytes of %q: %v", len(got.Body), got.Name, err)
	}
	for name, s := range map[string]*office.Session{"the desk of the photo": clerk, "the other": head} {
		if all, err := s.Attachments(ctx, "petition/p1"); err != nil || len(all) != 1 || all[0].Place != office.AttachmentWaiting {
			t.Errorf("%s: central has nothing, and it is said %+v, %v", name, all, err)
		}
	}
	must(t, one.Close()) // stolen, or its disk broke

	must(t, w.line.Restore())
	up := w.line.Traffic().Up
	forwarded(t, hub)
	for range 2 {
		syncOnce(t, two)
		syncOnce(t, hub)
	}
	if moved := w.line.Traffic().Up - up; moved > int64(len(body))*3/2 {
		t.Errorf("%d bytes went up for a photo of %d", moved, len(body))
	}
	must(t, w.Central.Store.View(ctx, func(tx central.Tx) error {
		kept, err := tx.Attachment(invented.ThaiOffice + "/" + hash)
		if err != nil || kept.Received != int64(len(body)) {
			t.Errorf("central has %+v, %v", kept, err)
		}
		return nil
	}))
	if all, err := head.Attachments(ctx, "petition/p1"); err != nil || len(all) != 1 || all[0].Place != office.AttachmentSafe || all[0].Officer != "malee-TH-5014-D01" {
		t.Errorf("with the line back: %+v, %v", all, err)
	}
	if r := syncOnce(t, two); r.Sent+r.Fetched+r.Missing != 0 {
		t.Errorf("at rest, and yet %+v", r)
	}
}

// carried runs a station against the relay.
func carried(t *testing.T, st *station.Station) client.Report {
	t.Helper()
	r, err := st.Sync.SyncOnce(t.Context())
	if client.ReasonOf(err) != client.ReasonRelayed {
		t.Fatalf("%s: %v", st.Config.Profile.Station, err)
	}
	return r
}

// TestTheRelayTakesOnlyWhatIsNamed promises that a relay takes no attachment
// that no act of the office names, none of another size than was said, and none
// whose content is another; and that a photo that came in part goes on there.
func TestTheRelayTakesOnlyWhatIsNamed(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	hub, one, _, clerk, _ := w.island()
	w.line.Refuse()
	body := photo(2*wire.ChunkSize+5, 8)
	hash, err := clerk.Attach(ctx, office.File{Subject: "petition/p1", Name: "a.jpg", Body: body})
	must(t, err)
	keeps := hub.Store.Relay()
	chunk := body[:wire.ChunkSize]
	if _, err := keeps.Take(ctx, hash, int64(len(body)), 0, chunk); client.ReasonOf(err) != wire.RefusedAbsent {
		t.Errorf("taken although nothing names it: %v", err)
	}
	entries, err := one.Store.Unacknowledged(ctx, 0, 1000, 1<<20)
	must(t, err)
	must(t, keeps.Keep(ctx, wire.Pack(entries)))
	if _, err := keeps.Take(ctx, hash, int64(len(body))+1, 0, chunk); client.ReasonOf(err) != wire.RefusedContent {
		t.Errorf("taken with another size: %v", err)
	}
	if _, err := keeps.Take(ctx, hash, int64(len(body)), wire.ChunkSize, chunk); client.ReasonOf(err) != wire.RefusedOffset {
		t.Errorf("taken with a hole before it: %v", err)
	}
	if n, err := keeps.Take(ctx, hash, int64(len(body)), 0, chunk); n != wire.ChunkSize || err != nil {
		t.Errorf("the first chunk: %d, %v", n, err)
	}
	if n, err := keeps.Take(ctx, hash, int64(len(body)), 0, chunk); n != wire.ChunkSize || err != nil {
		t.Errorf("the first chunk again: %d, %v", n, err)
	}
	if _, _, err := keeps.Chunk(ctx, hash, 0); client.ReasonOf(err) != wire.RefusedAbsent {
		t.Errorf("given to others before it is whole: %v", err)
	}
	_, err = keeps.Take(ctx, hash, int64(len(body)), wire.ChunkSize, chunk)
	must(t, err)
	if _, err := keeps.Take(ctx, hash, int64(len(body)), 2*wire.ChunkSize, []byte("wrong")); client.ReasonOf(err) != wire.RefusedContent {
		t.Errorf("taken with other content: %v", err)
	}
	if n, _, err := keeps.Held(ctx, hash); n != 0 || err != nil {
		t.Errorf("%d bytes of what was wrong are kept, %v", n, err)
	}
	if r := carried(t, one); r.Lent != 1 {
		t.Errorf("after all that the photo does not pass: %+v", r)
	}
}
