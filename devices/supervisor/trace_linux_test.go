package supervisor_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"sala/devices/ccid"
	"sala/devices/escpos"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
	"sala/devices/supervisor"
	"sala/devices/thaiid"
)

// readCard opens a reader on a line and reads the card in it.
func readCard(l port.Line) (thaiid.Card, error) {
	ctx := context.Background()
	r, err := ccid.Open(ctx, l, ccid.DefaultOptions())
	if err != nil {
		return thaiid.Card{}, err
	}
	atr, err := r.PowerOn(ctx)
	if err != nil {
		return thaiid.Card{}, err
	}
	return thaiid.Read(ctx, r, atr.Raw, nil)
}

// A trace of a card read is written, read, blanked and played back: the driver
// then reads a whole card that says nothing of anybody.
func TestTraceOfACardPlaysBackBlank(t *testing.T) {
	for name, card := range map[string]sim.Card{
		"T=0": sim.NewThaiCard(sim.Invented()),
		"T=1": sim.NewT1Card(sim.Invented(), sim.T1Options{Chunk: 100}),
	} {
		t.Run(name, func(t *testing.T) {
			host, device := porttest.Pair(1 << 12)
			r := sim.NewReader(sim.ReaderOptions{})
			r.Insert(card)
			go func() { _ = r.Serve(device) }()
			line, recorder := porttest.Record(host)
			whole, err := readCard(line)
			if err != nil {
				t.Fatal(err)
			}
			_ = host.Close()
			trace := throughFile(t, recorder.Trace())
			again, err := readCard(porttest.Playback(t, trace))
			if err != nil || again.Number != whole.Number || !bytes.Equal(again.Photo, whole.Photo) {
				t.Errorf("played back as it was: %v, %q", err, again.Number)
			}
			blank, err := supervisor.Blank(supervisor.CardReader, trace)
			if err != nil {
				t.Fatal(err)
			}
			said := blank.Sent(port.Device)
			for _, secret := range []string{whole.Number, "Somchai", "10170115630001"} {
				if bytes.Contains(said, []byte(secret)) {
					t.Errorf("%q is still in the trace", secret)
				}
			}
			if bytes.Contains(said, whole.Photo[600:700]) {
				t.Error("the photograph is still in the trace")
			}
			got, err := readCard(porttest.Playback(t, blank))
			if err != nil {
				t.Fatal(err)
			}
			if got.Number != "0000000000000" || got.Thai.First != "กกกกก" || got.English.Last != "xxxxxxxxxx" || len(got.Photo) != len(whole.Photo) {
				t.Errorf("%+v, photo of %d bytes instead of %d", got, len(got.Photo), len(whole.Photo))
			}
		})
	}
}

func throughFile(t *testing.T, tr port.Trace) port.Trace {
	t.Helper()
	var file bytes.Buffer
	if _, err := tr.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	out, err := port.ReadTrace(&file)
	if err != nil || len(out) != len(tr) {
		t.Fatalf("%d records of %d, %v", len(out), len(tr), err)
	}
	return out
}

func TestTraceOfAReceiptIsBlanked(t *testing.T) {
	pr, err := sim.NewPrinter(sim.PrinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	host, device := porttest.Pair(1 << 12)
	go func() { _ = pr.Serve(device) }()
	line, recorder := porttest.Record(host)
	p := escpos.Profiles()["thai-80"]
	o := escpos.DefaultOptions()
	o.Answer, o.Finish = 5*time.Second, time.Minute // however busy the machine is
	d, err := escpos.Open(context.Background(), line, p, o)
	if err != nil {
		t.Fatal(err)
	}
	j := escpos.Slip{Title: "RECEIPT", Rows: []escpos.Row{{Label: "ผู้ชำระ", Value: "Somchai 1101700230708"}}, QR: "SECRET-7"}.Native(p)
	if o, err := d.Print(context.Background(), j); o != outcome.Printed {
		t.Fatal(o, err)
	}
	_ = d.Close()
	tr := recorder.Trace()
	blank, err := supervisor.Blank(supervisor.ReceiptPrinter, tr)
	if err != nil {
		t.Fatal(err)
	}
	was, now := tr.Sent(port.Host), blank.Sent(port.Host)
	if len(was) != len(now) || !bytes.Contains(was, []byte("Somchai")) {
		t.Fatalf("%d bytes became %d", len(was), len(now))
	}
	for _, secret := range []string{"Somchai", "1101700230708", "SECRET", "RECEIPT"} {
		if bytes.Contains(now, []byte(secret)) {
			t.Errorf("%q is still in the trace", secret)
		}
	}
	if !bytes.Contains(now, []byte("xxxxxxx 0000000000000")) || !bytes.HasSuffix(now, []byte{0x1D, 'r', 1}) {
		t.Error("the shape of the job is gone")
	}
}

// The supervisor tells everything that passes over its lines.
func TestSupervisorTraces(t *testing.T) {
	r := sim.NewReader(sim.ReaderOptions{})
	plug, err := sim.Plug(r, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = plug.Close() }()
	var mu sync.Mutex
	var trace port.Trace
	sup, err := supervisor.New([]supervisor.Device{{Name: "reader", Kind: supervisor.CardReader, Port: port.Config{Name: plug.Path(), Baud: 115200, Frame: "8N2"}}},
		supervisor.Options{Trace: func(device string, x port.Record) {
			mu.Lock()
			defer mu.Unlock()
			if device == "reader" {
				trace = append(trace, x)
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	sup.Start(ctx)
	if _, err := sup.Await(ctx, "reader", ready); err != nil {
		t.Fatal(err)
	}
	sup.Stop()
	mu.Lock()
	defer mu.Unlock()
	if !strings.Contains(string(trace.Sent(port.Device)), "SIM-GemTwin") {
		t.Errorf("%d records without the reader's name", len(trace))
	}
}

func FuzzBlank(f *testing.F) {
	f.Add([]byte("\x1D\x76\x30\x00\x01\x00\x01\x00\xFFabc\x1D(k\x06\x00\x31\x50\x30abc"), 1)
	f.Add([]byte{0x03, 0x06, 0x80, 3, 0, 0, 0, 0, 1, 0, 0, 0, 'a', 0x90, 0x00, 0x75}, 0)
	f.Fuzz(func(t *testing.T, p []byte, k int) {
		kinds := []supervisor.Kind{supervisor.CardReader, supervisor.ReceiptPrinter, supervisor.Scanner, supervisor.Receiver}
		tr := port.Trace{{From: port.Host, Data: p}, {From: port.Device, Data: p}}
		if _, err := supervisor.Blank(kinds[uint(k)%4], tr); err != nil {
			t.Error(err)
		}
	})
}

func FuzzReadTrace(f *testing.F) {
	f.Add([]byte(`{"ms":1,"from":"host","hex":"0306"}` + "\n# note\n"))
	f.Fuzz(func(t *testing.T, p []byte) {
		if tr, err := port.ReadTrace(bytes.NewReader(p)); err == nil {
			throughFile(t, tr)
		}
	})
}
