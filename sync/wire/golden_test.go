package wire_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// TestGolden promises that the bytes of every message stay what they were when
// it was released: other programs have learnt them. A new field appends; a
// change of what stands is an error.
func TestGolden(t *testing.T) {
	hash := journal.Hash{1, 2, 3}
	for name, message := range map[string]any{
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
	} {
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
