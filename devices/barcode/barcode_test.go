package barcode_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"sala/devices/barcode"
	"sala/devices/port"
	"sala/devices/port/porttest"
)

// licence is the published sample of an AAMVA parser, cut down.
const licence = "@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDBB06061986\nDBA12102024\nDAJVA\rZVZVA01\r"

func TestParse(t *testing.T) {
	for name, tt := range map[string]struct {
		msg    string
		text   string
		kind   barcode.Symbology
		seal   bool
		number string
	}{
		"bare":          {"12345\r", "12345", "", false, ""},
		"QR":            {"]Q1สวัสดี 안녕\r\n", "สวัสดี 안녕", barcode.QR, false, ""},
		"code 128":      {"]C01101700230708\r", "1101700230708", barcode.Code128, false, "1101700230708"},
		"GS1":           {"]C10109506000134352\r", "0109506000134352", barcode.GS1, false, ""},
		"seal":          {"]Q1SALA1:6BF+70090T9WJW-1-X1\r", "SALA1:6BF+70090T9WJW-1-X1", barcode.QR, true, ""},
		"old Thai":      {"\xCA\xC7\xD1\xCA\xB4\xD5\r", "สวัสดี", "", false, ""},
		"bracket alone": {"]\r", "]", "", false, ""},
		"CR within":     {"]d1A\rB\r", "A\rB", barcode.DataMatrix, false, ""},
		"framed":        {"\x02EAN\x03", "EAN", "", false, ""},
	} {
		s, err := barcode.Parse([]byte(tt.msg))
		if err != nil || s.Text != tt.text || s.Symbology != tt.kind || s.Seal != tt.seal || s.Number != tt.number || s.Licence != nil {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	for _, bad := range []string{"", "\r\n", string(make([]byte, 9000))} {
		if _, err := barcode.Parse([]byte(bad)); !errors.Is(err, barcode.ErrUnreadable) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}

func TestLicence(t *testing.T) {
	s, err := barcode.Parse([]byte("]L2" + licence))
	if err != nil || s.Licence == nil || s.Symbology != barcode.PDF417 {
		t.Fatalf("%+v, %v", s, err)
	}
	l := s.Licence
	if l.Issuer != "636000" || l.Version != 10 {
		t.Errorf("%+v", l)
	}
	for k, want := range map[string]string{barcode.ElementNumber: "T64235789", barcode.ElementSurname: "SAMPLE",
		barcode.ElementGiven: "MICHAEL", barcode.ElementBirth: "06061986", "ZVA": "01"} {
		if l.Elements[k] != want {
			t.Errorf("%s = %q, want %q", k, l.Elements[k], want)
		}
	}
	for n := range len(licence) {
		if l, err := barcode.ParseLicence([]byte(licence[:n])); err == nil && len(l.Elements) == 0 {
			t.Errorf("cut at %d: no error and no contents", n)
		}
	}
}

func TestAScanEndsWhenTheScannerPauses(t *testing.T) {
	host, device := porttest.Pair(1 << 14)
	heard := make(chan barcode.Scan, 4)
	done := make(chan error, 1)
	go func() {
		done <- barcode.Listen(context.Background(), porttest.Torn(host, 11), func(s barcode.Scan, err error) {
			if err != nil {
				t.Error(err)
			}
			heard <- s
		})
	}()
	for _, msg := range []string{"]L2" + licence, "1101700230708\r", "no end of line"} {
		if _, err := device.Write([]byte(msg)); err != nil {
			t.Fatal(err)
		}
		select {
		case s := <-heard:
			if (s.Licence != nil) != (len(msg) > 100) {
				t.Errorf("%q became %+v", msg, s)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("no scan")
		}
	}
	if len(heard) != 0 {
		t.Error("a scan was cut in two")
	}
	_ = device.Close()
	if err := <-done; !errors.Is(err, port.ErrGone) {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("]L2" + licence))
	f.Add([]byte("]Q1abc\r"))
	f.Fuzz(func(t *testing.T, p []byte) {
		s, err := barcode.Parse(p)
		if err == nil && len(s.Data) == 0 {
			t.Error("no error and no contents")
		}
	})
}
