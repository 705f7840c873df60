package wire_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// released are the messages, by the names of their golden files.
func released() map[string]any {
	hash := journal.Hash{1, 2, 3}
	return map[string]any{
		"enrolment":         wire.Enrolment{Code: "AAAA-BBBB-CCCC-DDDD", Station: "TH-5001-D01", Office: "TH-5001", JournalKey: []byte{1}, Request: []byte{2}, Software: "1.0.0"},
		"enrolled":          wire.Enrolled{Station: "TH-5001-D01", Office: "TH-5001", Certificate: []byte{1}, Authority: []byte{2}, CentralKey: []byte{3}, Courier: "age1x"},
		"push":              wire.Push{Station: "TH-5001-D01", After: 7, Prev: hash, Entries: []wire.Sent{{Time: 1 << 40, Officer: "o", Kind: "card.read", Subject: "s", Base: 2, Payload: []byte{0xa0}}, {Purged: hash[:]}}, Signature: []byte{9}, Waiting: 3, Clock: 4},
		"acknowledgement":   wire.Acknowledgement{Station: "TH-5001-D01", Through: 9, Head: hash, Verdicts: []wire.Verdict{{Seq: 9, Outcome: wire.Accepted, Position: 4, Version: 1}, {Seq: 10, Outcome: wire.Conflict, Reason: "overlap", Fields: []string{"phone"}}}, At: 5}.Signed(key()),
		"page":              wire.Page{Changes: []wire.Change{{Position: 3, Office: "TH-5001", What: wire.WhatRecord, ID: "resident/r1", Version: 2, Body: []byte{0xa0}}}, Cursor: 3, More: true, Office: "TH-5001", After: 2, At: 5}.Signed(key()),
		"lease":             wire.SignLease(number.Lease{ID: "TH-5001/receipt/2569/1", Kind: number.Receipts, Office: "TH-5001", Station: "TH-5001-D01", Year: 2569, From: 1, To: 500, Format: "%[1]s-R-%[2]d-%[3]06d", Expires: 6}, key()),
		"lease-handed":      wire.HandOn(wire.SignLease(number.Lease{ID: "TH-5001/receipt/2569/2", Kind: number.Receipts, Office: "TH-5001", Station: "TH-5001-R01", Year: 2569, From: 501, To: 600, Format: "%[1]s-R-%[2]d-%[3]06d", Expires: 6, Pool: public()}, key()), "TH-5001-D01", 7, key()),
		"lease-request":     wire.LeaseRequest{Have: []string{"a"}},
		"certificate":       wire.Certificate{Number: "C1", Petition: "p", Office: "TH-5001", Station: "TH-5001-D01", Status: "final", Content: []byte{1}, Prints: 1, Changed: 2},
		"revocation":        wire.Revocation{Certificate: "C1", Reason: "r", By: "o", At: 3},
		"refusal":           &wire.Refusal{Code: wire.RefusedGap, Through: 4, Retry: 5, Detail: "d"},
		"receipt":           wire.Receipt{Relay: "TH-5001-R01", Station: "TH-5001-D01", Through: 4, At: 5},
		"pack-offer":        wire.PackOffer{Pack: "th", Version: "1.0.0", Attachment: "ab", Size: 3, At: 4},
		"relay-request":     wire.RelayRequest{Request: []byte{1}, Names: []string{"10.0.0.2"}},
		"office-work":       wire.OfficeWork{Cursor: 3, More: true},
		"status":            wire.Status{Software: "0.1.0", System: "linux/amd64", Pack: "th@1.0.0", Mode: "desk", Waiting: 2, Aside: 1, Free: 3, Revocations: 4, Devices: []wire.DeviceStatus{{Name: "reader", Kind: "reader", State: "trouble", Code: "unplugged", Since: 5, Model: "m"}}, Clock: 6, Started: 7, Offer: "th@1.1.0", OfferState: "refused", OfferCode: "pack_untrusted"},
		"ticket":            wire.Ticket{Line: "a", Number: 3, Day: "2026-11-22"},
		"message":           wire.Message{ID: "m", Texts: map[string]string{"th": "ก", "en": "a"}, At: 3},
		"relay-certificate": wire.RelayCertificate{Certificate: []byte{1}},
		"renewal":           wire.Renewal{Request: []byte{1}},
		"lease-answer":      wire.LeaseAnswer{Leases: []number.Lease{{ID: "TH-5001/receipt/2569/1", Kind: number.Receipts, Office: "TH-5001", Station: "TH-5001-D01", Year: 2569, From: 1, To: 500, Format: "%[1]s-R-%[2]d-%[3]06d", Expires: 6}}},
		"journal":           wire.Journal{Pushes: []wire.Push{{Station: "TH-5001-D01", After: 7, Prev: hash, Entries: []wire.Sent{{Time: 1 << 40, Kind: "card.read", Payload: []byte{0xa0}}}, Signature: []byte{9}}}, More: true},
		"attachment":        wire.Attachment{Hash: "ab", Size: 3, Name: "n", MIME: "image/jpeg", Subject: "petition/p", Station: "TH-5001-D01", Officer: "o", At: 4, Complete: true},
		"card-left":         wire.CardLeft{Station: "TH-5001-K01", At: 4},
		"status-taken":      wire.StatusTaken{At: 5},
		"takeout-request":   wire.TakeOutRequest{ID: "t", Areas: []string{"a/1"}, Officer: "o", Forms: []string{"f"}, Until: "2026-11-30", Photos: true, Plan: true},
		"takeout":           wire.TakeOut{ID: "t", Items: 9, Households: 1, Residents: 2, Visits: 3, Petitions: 4, Bytes: 5, Photos: 6, PhotoBytes: 7, Ended: true, Areas: []wire.Area{{Name: "a/1", Households: 1, Visits: 3}}},
		"photos":            wire.Photos{Hashes: []string{"ab"}},
		"chunk":             wire.Chunk{Hash: "ab", Size: 3, Offset: 0, Body: []byte{1, 2, 3}},
		"asked":             wire.Asked{Hashes: []string{"cd"}},
		"held":              wire.Held{Attachments: []wire.Holding{{Hash: "cd", Received: 65536}, {Hash: "ab", Refused: wire.RefusedContent}}},
	}
}

// TestEveryMessageIsGolden promises that no message is released without the
// bytes that it is then held to.
func TestEveryMessageIsGolden(t *testing.T) {
	held := map[string]bool{}
	for _, message := range released() {
		hold(held, reflect.TypeOf(message))
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if fields, ok := spec.Type.(*ast.StructType); ok && spec.Name.Name != "Codec" && fields.Fields.NumFields() > 0 && !held[spec.Name.Name] {
					t.Errorf("%s has no golden file", spec.Name.Name)
				}
			}
			return true
		})
	}
}

// hold notes a message's type and those of what it holds.
func hold(held map[string]bool, of reflect.Type) {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		hold(held, of.Elem())
	case reflect.Struct:
		held[of.Name()] = true
		for i := range of.NumField() {
			hold(held, of.Field(i).Type)
		}
	}
}

// FuzzDecode promises that no bytes of a body make the decoder fall or take
// more than the limit, and that what it takes it writes back the same.
func FuzzDecode(f *testing.F) {
	codec := wire.NewCodec()
	var kinds []reflect.Type
	messages := released()
	for i, name := range slices.Sorted(maps.Keys(messages)) {
		b, err := codec.Encode(messages[name])
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(i), b)
		kinds = append(kinds, reflect.Indirect(reflect.ValueOf(messages[name])).Type())
	}
	f.Fuzz(func(t *testing.T, kind byte, sent []byte) {
		into := reflect.New(kinds[int(kind)%len(kinds)])
		if err := codec.Decode(sent, into.Interface()); err != nil {
			if !errors.Is(err, wire.ErrMalformed) && !errors.Is(err, wire.ErrTooLarge) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		first, err := codec.Plain(into.Interface())
		if err != nil {
			t.Fatal(err)
		}
		again := reflect.New(into.Type().Elem())
		if err := codec.Unplain(first, again.Interface()); err != nil {
			t.Fatal(err)
		}
		if second, err := codec.Plain(again.Interface()); err != nil || !bytes.Equal(first, second) {
			t.Fatalf("%x came back as %x, %v", first, second, err)
		}
	})
}

// TestGolden promises that the bytes of every message stay what they were when
// it was released: other programs have learnt them. A new field appends; a
// change of what stands is an error.
func TestGolden(t *testing.T) {
	for name, message := range released() {
		t.Run(name, func(t *testing.T) {
			got, err := wire.NewCodec().Plain(message)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "golden", name+".hex")
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(hex.EncodeToString(got)+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := hex.DecodeString(strings.TrimSpace(string(b)))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the message is\n%x, it was\n%x", got, want)
			}
		})
	}
}
