package station_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/app/station"
	"sala/sync/client"
	"sala/sync/courier"
	"sala/sync/netsim"
	"sala/sync/wire"
)

func photo(size int, seed uint64) []byte {
	b := make([]byte, size)
	random := rand.NewChaCha8([32]byte{byte(seed)})
	random.Read(b)
	return b
}

func syncOnce(t testing.TB, st *station.Station) client.Report {
	t.Helper()
	r, err := st.Sync.SyncOnce(t.Context())
	must(t, err)
	return r
}

// TestPhotosReachTheOtherDesk promises that a photo taken on one station is
// seen on another, byte for byte, through cuts in both directions; that text
// goes first; that nothing goes twice; and that until it has come the screen is
// told so.
func TestPhotosReachTheOtherDesk(t *testing.T) {
	w := newWorld(t)
	field, officer := w.station("TH-5014-F01")
	desk, clerk := w.station("TH-5014-D01")
	ctx := t.Context()
	body := photo(10*wire.ChunkSize+77, 1)
	hash, err := officer.Attach(ctx, office.File{Subject: "petition/p1", Name: "หลังคา.jpg", MIME: "image/jpeg", Body: body})
	must(t, err)
	if again, err := officer.Attach(ctx, office.File{Subject: "petition/p1", Name: "หลังคา.jpg", MIME: "image/jpeg", Body: body}); again != hash || err != nil {
		t.Errorf("the same photo again: %s, %v", again, err)
	}
	if all, err := officer.Attachments(ctx, "petition/p1"); err != nil || len(all) != 1 || all[0].Place != office.AttachmentWaiting {
		t.Fatalf("%+v, %v", all, err)
	}

	last, err := field.Store.Head(ctx)
	must(t, err)
	w.line.Shape(netsim.Profile{CutUp: 4 * wire.ChunkSize})
	w.line.Cut()
	if _, err := field.Sync.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonCut {
		t.Fatalf("the line was cut, and the run says %v", err)
	}
	if through, err := field.Store.Acknowledged(ctx); err != nil || through != last.Seq {
		t.Errorf("the text did not go before the photo: %d entries of %d, %v", through, last.Seq, err)
	}
	w.line.Shape(netsim.Profile{})
	w.line.Cut()
	syncOnce(t, desk)
	if _, err := clerk.Attachment(ctx, hash); office.CodeOf(err) != "attachment_coming" {
		t.Errorf("a photo that is half at central: %v", err)
	}
	if r := syncOnce(t, desk); r.Fetched != 0 || r.Missing != 1 {
		t.Errorf("%+v", r)
	}
	before := w.line.Traffic().Up
	if r := syncOnce(t, field); r.Sent != 1 {
		t.Fatalf("%+v", r)
	}
	if up := w.line.Traffic().Up - before; up > int64(len(body))*8/10 {
		t.Errorf("%d bytes went up of %d: it was sent anew", up, len(body))
	}
	if all, err := officer.Attachments(ctx, "petition/p1"); err != nil || all[0].Place != office.AttachmentSafe {
		t.Errorf("%+v, %v", all, err)
	}

	w.line.Shape(netsim.Profile{CutDown: 5 * wire.ChunkSize})
	w.line.Cut()
	for runs := 0; ; runs++ {
		if _, err = desk.Sync.SyncOnce(ctx); err == nil {
			break
		}
		if desk = w.reopen(desk); runs > 6 { // the power goes, too
			t.Fatal(err)
		}
	}
	clerk, err = desk.Office.SignIn(ctx, "malee-TH-5014-D01", testPassword)
	must(t, err)
	got, err := clerk.Attachment(ctx, hash)
	if err != nil || !bytes.Equal(got.Body, body) || got.Name != "หลังคา.jpg" || got.MIME != "image/jpeg" {
		t.Fatalf("%d bytes of %q (%s), %v", len(got.Body), got.Name, got.MIME, err)
	}
	if all, err := clerk.Attachments(ctx, "petition/p1"); err != nil || len(all) != 1 || all[0].Place != office.AttachmentSafe || all[0].Officer != "malee-TH-5014-F01" {
		t.Errorf("%+v, %v", all, err)
	}
	if r := syncOnce(t, field); r.Sent+r.Fetched != 0 {
		t.Errorf("at rest, and yet %+v", r)
	}
}

// TestPhotoIsNotOnTheDiskInClear promises that a photo's bytes and its name
// stand nowhere on the station's disk.
func TestPhotoIsNotOnTheDiskInClear(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	body := photo(3*wire.ChunkSize, 2)
	_, err := s.Attach(t.Context(), office.File{Subject: "petition/p1", Name: "somsri-house.jpg", Body: body})
	must(t, err)
	must(t, st.Close())
	files := 0
	must(t, filepath.WalkDir(st.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if bytes.Contains(b, body[1000:1040]) || bytes.Contains(b, []byte("somsri-house")) {
			t.Errorf("%s has it in clear", d.Name())
		}
		return err
	}))
	if files < 3 {
		t.Errorf("only %d files were looked at", files)
	}
}

// TestPhotosByCourier promises that photos go on a stick in volumes, and count as safe only when the reply has come.
func TestPhotosByCourier(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-F01")
	ctx := t.Context()
	for i := range 4 {
		_, err := s.Attach(ctx, office.File{Subject: "petition/p1", Name: "p.jpg" + string(rune('a'+i)), Body: photo(3*wire.ChunkSize, uint64(i))})
		must(t, err)
	}
	var volumes []*bytes.Buffer
	done, err := st.Courier().Export(ctx, func(int) (io.WriteCloser, error) {
		volumes = append(volumes, &bytes.Buffer{})
		return closer{volumes[len(volumes)-1]}, nil
	}, 5*wire.ChunkSize)
	must(t, err)
	if done.Photos != 4 || done.Files < 2 || len(volumes) != done.Files {
		t.Fatalf("%+v in %d volumes", done, len(volumes))
	}
	keys := courier.Keys{Courier: w.Central.Authority.Courier, Signing: w.Central.Authority.Signing}
	var replies []*bytes.Buffer
	for i := range volumes {
		var reply bytes.Buffer
		_, err := courier.Answer(ctx, w.Central, keys, volumes[i], func() (io.WriteCloser, error) { return closer{&reply}, nil })
		must(t, err)
		replies = append(replies, &reply)
	}
	for _, r := range replies {
		_, err := st.Courier().Import(ctx, r)
		must(t, err)
	}
	all, err := s.Attachments(ctx, "petition/p1")
	must(t, err)
	for _, a := range all {
		if a.Place != office.AttachmentSafe {
			t.Errorf("%+v", a)
		}
	}
	other, clerk := w.station("TH-5014-D01")
	if r := syncOnce(t, other); r.Fetched != 4 {
		t.Errorf("the other station got %+v", r)
	}
	if f, err := clerk.Attachment(ctx, all[2].Hash); err != nil || !bytes.Equal(f.Body, photo(3*wire.ChunkSize, 2)) {
		t.Errorf("%d bytes, %v", len(f.Body), err)
	}
}

type closer struct{ *bytes.Buffer }

func (closer) Close() error { return nil }

// TestAttachRefuses promises that what cannot be kept is refused with a reason
// and leaves nothing in the journal.
func TestAttachRefuses(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	before, err := st.Store.Head(t.Context())
	must(t, err)
	for name, c := range map[string]struct {
		body []byte
		code string
	}{
		"empty":     {nil, "attachment_empty"},
		"too large": {make([]byte, office.MaxAttachment+1), "attachment_too_large"},
	} {
		if _, err := s.Attach(context.Background(), office.File{Subject: "petition/p1", Body: c.body}); office.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Attachment(t.Context(), "ab"); !errors.Is(err, office.ErrNotFound) {
		t.Errorf("an attachment that nobody has: %v", err)
	}
	if after, _ := st.Store.Head(t.Context()); after != before {
		t.Error("a refusal stands in the journal")
	}
	if office.MaxAttachment != wire.MaxAttachment {
		t.Error("the office takes what the line does not")
	}
}

// TestAKioskHasNobodysPhotos promises that the photos of an office's citizens do
// not come to its kiosk, from central or from the relay.
func TestAKioskHasNobodysPhotos(t *testing.T) {
	w := newWorld(t)
	_, one, kiosk, clerk, _ := w.island()
	relayed := kiosk.Sync.RelayURL
	kiosk.Config.Forget = true
	must(t, kiosk.Config.Write(kiosk.Dir))
	kiosk = w.reopen(kiosk)
	kiosk.Sync.RelayURL = relayed
	attach := func(seed uint64) {
		_, err := clerk.Attach(t.Context(), office.File{Subject: "petition/p1", Name: "roof.jpg", MIME: "image/jpeg", Body: photo(2*wire.ChunkSize, seed)})
		must(t, err)
	}
	attach(1)
	syncOnce(t, one)
	w.line.Refuse()
	attach(2)
	carried(t, one)
	if r := carried(t, kiosk); r.Fetched != 0 {
		t.Errorf("the relay brought the kiosk %+v", r)
	}
	must(t, w.line.Restore())
	syncOnce(t, one)
	for range 2 {
		if r := syncOnce(t, kiosk); r.Fetched+r.Missing != 0 {
			t.Errorf("central brought the kiosk %+v", r)
		}
	}
}
