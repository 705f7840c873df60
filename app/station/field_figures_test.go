package station_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/register"
)

// BenchmarkFigureField takes 300 visits with 1,200 people out, fills every one
// with two photos of 300 KB, and brings the laptop back; SALA_VISITS changes the
// number of visits. The way back is measured beside the same photos sent one
// after the other to a server that writes each to a file and flushes it, over the
// same kind of line and TLS.
func BenchmarkFigureField(b *testing.B) {
	visits := 300
	if _, err := fmt.Sscan(os.Getenv("SALA_VISITS"), &visits); err != nil {
		visits = 300
	}
	for range b.N {
		figureField(b, visits)
	}
}

const photoBytes = 300_000

func figureField(b *testing.B, visits int) {
	w := &week{world: newWorld(b), t: b, photos: map[string]int{}, petitions: map[string]map[string]any{}}
	ctx := b.Context()
	var homes []invented.Home
	people := 0
	for h := range invented.People(2571, 20_000) {
		if len(homes) < visits && len(h.Residents) == 4 {
			people += len(h.Residents)
		}
		if len(homes) < visits && len(h.Residents) != 4 {
			continue // four in each household: 1,200 people in 300
		}
		homes = append(homes, h)
	}
	list, err := invented.Visits(2571, homes[:visits], []string{inspection}, "somchai", calendar.Of(time.Now()))
	must(b, err)
	_, err = w.Central.Seed(ctx, records(homes, list))
	must(b, err)
	_, s := w.laptop("TH-5014-F01", "somchai")

	began := time.Now()
	out, err := s.TakeOut(ctx, act.TakeOut{Officer: "somchai"}, 5, nil)
	must(b, err)
	b.ReportMetric(time.Since(began).Seconds(), "take-out-s")
	b.ReportMetric(float64(w.line.Traffic().Down)/float64(out.Total), "take-out-B/record")
	if out.Total != visits*2+people {
		b.Fatalf("%d records were taken out, want %d", out.Total, visits*2+people)
	}

	stops, err := s.Stops(ctx)
	must(b, err)
	var saved []time.Duration
	for _, stop := range stops {
		saved = append(saved, w.save(s, stop))
	}
	slices.Sort(saved)
	bare := flushes(b, 50)
	b.ReportMetric(float64(saved[len(saved)/2].Microseconds())/1000, "visit-save-ms")
	b.ReportMetric(float64(saved[len(saved)/2])/float64(bare), "visit-save-to-flush")

	before := w.line.Traffic().Up
	began = time.Now()
	must(b, s.BringBack(ctx))
	took := time.Since(began)
	photos := len(w.photos) * photoBytes
	b.ReportMetric(took.Seconds(), "return-s")
	b.ReportMetric(float64(w.line.Traffic().Up-before)/float64(photos), "return-bytes-to-photos")
	b.ReportMetric(took.Seconds()/w.files(len(w.photos)).Seconds(), "return-to-files")
}

// save fills a stop's form, and returns how long the handing in took.
func (w *week) save(s *office.Session, stop office.Stop) time.Duration {
	ctx := w.t.Context()
	d, _, err := s.BeginVisit(ctx, stop.Visit.ID, "")
	must(w.t, err)
	for question, value := range map[string]any{"off_ground": "good", "covered": "good", "clean_water": "good", "hands": "good", "ice": "good", "bins": "good", "swab": false} {
		must(w.t, d.Sheet.Set(question, value))
	}
	for range 2 {
		hash, err := s.Attach(ctx, office.File{Subject: "petition/" + d.Petition.ID, Name: "p.jpg", MIME: "image/jpeg", Body: jpeg(len(w.photos))})
		must(w.t, err)
		must(w.t, d.Sheet.Set("pictures", hash))
		w.photos[hash] = photoBytes
	}
	must(w.t, s.Save(ctx, d))
	began := time.Now()
	_, err = s.SubmitVisit(ctx, stop.Visit.ID, d, office.VisitEnd{State: register.VisitDone, Said: "เรียบร้อย"}, "")
	if err != nil {
		w.t.Fatalf("%v: %+v", err, d.Sheet.Problems())
	}
	return time.Since(began)
}

// jpeg is bytes that compress no further, as those of a photograph: each its own.
func jpeg(n int) []byte {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], uint64(n))
	body := make([]byte, photoBytes)
	random := rand.NewChaCha8(seed)
	random.Read(body)
	return body
}

// flushes is what one durable write of 4 KB costs on this disk.
func flushes(b *testing.B, n int) time.Duration {
	f, err := os.Create(filepath.Join(b.TempDir(), "bare"))
	must(b, err)
	defer f.Close()
	began := time.Now()
	for range n {
		_, err := f.Write(make([]byte, 4096))
		must(b, err)
		must(b, f.Sync())
	}
	return time.Since(began) / time.Duration(n)
}

// files sends as many photos to a server that writes each to a file and flushes
// it.
func (w *week) files(n int) time.Duration {
	dir := w.t.TempDir()
	server := httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		f, err := os.Create(filepath.Join(dir, filepath.Base(r.URL.Path)))
		if err == nil {
			_, err = io.Copy(f, r.Body)
		}
		if err == nil {
			err = f.Sync()
		}
		if err != nil || f.Close() != nil {
			http.Error(out, "no", http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	bodies := make([][]byte, n)
	for i := range bodies {
		bodies[i] = jpeg(i)
	}
	began := time.Now()
	for i, body := range bodies {
		r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPut, fmt.Sprintf("%s/%d", server.URL, i), bytes.NewReader(body))
		must(w.t, err)
		answer, err := server.Client().Do(r)
		must(w.t, err)
		_, err = io.Copy(io.Discard, answer.Body)
		must(w.t, err)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			w.t.Fatal(answer.Status)
		}
	}
	return time.Since(began)
}
