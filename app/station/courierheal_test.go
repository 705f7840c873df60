package station_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/sync/courier"
)

// journey carries a station's bundle to central and returns the reply.
func (w *world) journey(st *station.Station) (courier.Taken, []byte) {
	w.t.Helper()
	var bundle, reply bytes.Buffer
	_, err := st.Courier().Export(w.t.Context(), func(int) (io.WriteCloser, error) { return closer{&bundle}, nil }, 0)
	must(w.t, err)
	keys := courier.Keys{Courier: w.Central.Authority.Courier, Signing: w.Central.Authority.Signing}
	taken, err := courier.Answer(w.t.Context(), w.Central, keys, &bundle, func() (io.WriteCloser, error) { return closer{&reply}, nil })
	must(w.t, err)
	return taken, reply.Bytes()
}

// TestAnOldCopyIsHealedByTheCourier: a station without a network that was put
// back from a copy writes nothing until the courier's reply has brought back
// what central had of it, and goes on under the next number.
func TestAnOldCopyIsHealedByTheCourier(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	must(t, w.writes(st, "early"))
	_, err := st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	for i := range 5 {
		must(t, w.writes(st, fmt.Sprintf("late-%d", i)))
	}
	for range 2 { // the second time with the entries of the leases
		_, reply := w.journey(st)
		_, err := st.TakeReply(ctx, bytes.NewReader(reply))
		must(t, err)
	}
	before, err := st.Store.Head(ctx)
	must(t, err)
	kept, err := st.Store.Digest(ctx)
	must(t, err)
	has, err := w.Central.Through(ctx, "TH-5014-D01")
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	old, err := st.Store.Head(ctx)
	must(t, err)
	if err := w.writes(st, "too-early"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("an old copy writes: %v", err)
	}
	taken, reply := w.journey(st)
	if want := int(has - old.Seq); taken.Restored != want || taken.Refused != "" {
		t.Fatalf("central gives %d entries back, want %d: %+v", taken.Restored, want, taken)
	}
	for turn := range 2 { // the second time it does nothing
		r, err := st.TakeReply(ctx, bytes.NewReader(reply))
		must(t, err)
		if turn == 0 && r.Restored != taken.Restored || turn == 1 && r.Restored != 0 {
			t.Errorf("turn %d: %d entries came back of %d", turn, r.Restored, taken.Restored)
		}
	}
	after, err := st.Store.Head(ctx)
	must(t, err)
	if after.Seq != has || has > before.Seq || has <= old.Seq {
		t.Fatalf("healed to entry %d, central has %d", after.Seq, has)
	}
	must(t, w.writes(st, "next"))
	if taken, _ = w.journey(st); taken.Refused != "" || taken.Accepted == 0 || taken.Restored != 0 {
		t.Fatalf("central does not go on with the station: %+v", taken)
	}
	for _, id := range []string{"early", "late-0", "late-4", "next"} {
		must(t, st.Store.Read(ctx, func(x office.Reader) error { _, err := x.Resident(id); return err }))
	}
	if now, err := st.Store.Digest(ctx); err != nil || now["number"] != kept["number"] {
		t.Errorf("the numbers are not what they were: %v", err)
	}
	_, err = st.Store.VerifyJournal(ctx)
	must(t, err)
}

// TestACopyThatLostNothingGoesOn: the courier's reply says so.
func TestACopyThatLostNothingGoesOn(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	must(t, w.writes(st, "early"))
	_, reply := w.journey(st)
	_, err := st.TakeReply(ctx, bytes.NewReader(reply))
	must(t, err)
	_, err = st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	if err := w.writes(st, "too-early"); office.CodeOf(err) != "old_copy" {
		t.Fatalf("a copy writes before anybody said that it is the newest: %v", err)
	}
	_, reply = w.journey(st)
	_, err = st.TakeReply(ctx, bytes.NewReader(reply))
	must(t, err)
	must(t, w.writes(st, "next"))
}

// attaches keeps a photo of size bytes with a new record.
func (w *world) attaches(st *station.Station, id string, size int) error {
	body := make([]byte, size)
	chance := rand.NewChaCha8(sha256.Sum256([]byte(id)))
	_, _ = chance.Read(body)
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if err := w.writes(st, id); err != nil {
		return err
	}
	return st.Store.Write(w.t.Context(), "malee", func(x office.Writer) error {
		if err := x.Keep(hash, body); err != nil {
			return err
		}
		return x.Append(act.AttachmentAdded, "resident/"+id, 0, act.Attaching{Hash: hash, Name: id + ".jpg", MIME: "image/jpeg", Size: int64(size)})
	})
}

// volumes carries a bundle in volumes of about size bytes to central, and
// returns the reply to each.
func (w *world) volumes(st *station.Station, size int64) (taken []courier.Taken, replies [][]byte) {
	w.t.Helper()
	var bundle []*bytes.Buffer
	_, err := st.Courier().Export(w.t.Context(), func(int) (io.WriteCloser, error) {
		bundle = append(bundle, &bytes.Buffer{})
		return closer{bundle[len(bundle)-1]}, nil
	}, size)
	must(w.t, err)
	keys := courier.Keys{Courier: w.Central.Authority.Courier, Signing: w.Central.Authority.Signing}
	for _, b := range bundle {
		var reply bytes.Buffer
		t, err := courier.Answer(w.t.Context(), w.Central, keys, b, func() (io.WriteCloser, error) { return closer{&reply}, nil })
		must(w.t, err)
		taken, replies = append(taken, t), append(replies, reply.Bytes())
	}
	return taken, replies
}

// TestAnOldCopyIsHealedByABundleInVolumes: what was lost comes back with the
// reply to the first volume, although the replies are read the last first.
func TestAnOldCopyIsHealedByABundleInVolumes(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	ctx, copies := t.Context(), t.TempDir()
	for i := range 4 {
		must(t, w.attaches(st, fmt.Sprintf("early-%d", i), 300<<10))
	}
	_, err := st.BackUp(ctx, copies, 0, nil)
	must(t, err)
	for i := range 5 {
		must(t, w.writes(st, fmt.Sprintf("late-%d", i)))
	}
	for range 2 { // the second time with the entries of the leases
		_, reply := w.journey(st)
		_, err = st.TakeReply(ctx, bytes.NewReader(reply))
		must(t, err)
	}
	has, err := w.Central.Through(ctx, "TH-5014-D01")
	must(t, err)
	must(t, st.Close())

	st = w.putBack(copies, st.Dir, "malee-TH-5014-D01")
	taken, replies := w.volumes(st, 350<<10)
	if len(replies) < 3 || taken[0].Restored == 0 {
		t.Fatalf("%d volumes, the first gives %d entries back", len(replies), taken[0].Restored)
	}
	for _, one := range taken[1:] {
		if one.Refused != "" || one.Restored != 0 {
			t.Errorf("volume %d: %+v", one.Volume, one)
		}
	}
	restored := 0
	for range 2 { // what could not be read before the first volume's reply is read again
		for i := range replies {
			r, err := st.TakeReply(ctx, bytes.NewReader(replies[len(replies)-1-i]))
			if err != nil && restored > 0 {
				t.Errorf("the reply to volume %d, after the first: %v", len(replies)-i, err)
			}
			restored += r.Restored
		}
	}
	if head, err := st.Store.Head(ctx); err != nil || head.Seq != has || restored != taken[0].Restored {
		t.Errorf("healed to entry %d with %d entries, central has %d: %v", head.Seq, restored, has, err)
	}
	must(t, w.writes(st, "next"))
	if last, _ := w.journey(st); last.Refused != "" || last.Accepted == 0 {
		t.Errorf("central does not go on with the station: %+v", last)
	}
	_, err = st.Store.VerifyJournal(ctx)
	must(t, err)
}
