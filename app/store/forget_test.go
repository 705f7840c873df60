package store_test

import (
	"context"
	"slices"
	"testing"

	"sala/app/store"
	"sala/forms/act"
	"sala/forms/number"
)

// gone are the tables and the kinds of entries that bringing back takes away.
// Whoever adds a table or a kind says here, or in stays and impersonal, whether
// it tells of a citizen.
var (
	goneTables = []string{
		"trunk", "record", "petition", "certificate", "payment", "viewing", "attached", "blob", "blob_chunk",
		"word", "revision", "queue", "neighbour", "relay_push", "relay_word",
	}
	goneKinds = []string{
		act.CardRead, act.RecordViewed, act.RecordSet, act.RecordJoined, act.RecordParted, act.AttachmentAdded,
		act.PetitionDrafted, act.PetitionAnswered, act.PetitionSubmitted, act.PetitionReviewed, act.PetitionApproved, act.PetitionReturned,
		act.PetitionRejected, act.PetitionWithdrawn, act.PetitionFulfilled, act.PetitionDelivered, act.PetitionMigrated, act.PetitionTicketed,
		act.PetitionNoted, act.PetitionHanded, act.FeeTaken, act.FeeRefunded, act.MoneyMoved, act.MoneyAsked, act.MoneyNone, act.MoneyOwed, act.MoneyRepaid,
		act.CertificatePrepared, act.CertificatePrinting, act.CertificateIssued, act.CertificateNotPrinted, act.CertificateReprinted,
		act.CertificateVoided, act.ReceiptPrinted,
	}
)

func TestEveryTableAndKindStaysOrGoes(t *testing.T) {
	s := create(t, t.TempDir())
	tables, err := store.Tables(s)
	if err != nil {
		t.Fatal(err)
	}
	parted(t, "table", tables, store.Stays(), goneTables)
	parted(t, "kind", act.Kinds(), store.Impersonal(), goneKinds)
}

// parted promises that each is on exactly one of two lists, and nothing else is.
func parted(t *testing.T, what string, all, stay, leave []string) {
	t.Helper()
	for _, one := range all {
		if slices.Contains(stay, one) == slices.Contains(leave, one) {
			t.Errorf("the %s %s is on both lists or on none: does it stay when a laptop is brought back?", what, one)
		}
	}
	for _, one := range slices.Concat(stay, leave) {
		if !slices.Contains(all, one) {
			t.Errorf("there is no %s %s", what, one)
		}
	}
}

// TestABroughtBackLaptopRebuilds promises that after a random day with acts of
// every kind nothing of a citizen is left, and that the books of numbers and of
// security paper are what they were, also made anew from the journal.
func TestABroughtBackLaptopRebuilds(t *testing.T) {
	ctx := context.Background()
	d := begin(t, 7)
	for range 60 {
		d.step()
	}
	acknowledge(t, d.s, nil)
	out, err := d.s.Attachments().Outgoing(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range out {
		if err := d.s.Attachments().Sent(ctx, b.Hash); err != nil {
			t.Fatal(err)
		}
	}
	before := mustDigest(t, d.s)
	if err := d.s.Forget(ctx, "out1"); err != nil {
		t.Fatal(err)
	}
	after := mustDigest(t, d.s)
	for _, name := range []string{"lease", "number", "closing", "officer", "settled", "carried"} {
		if before[name] != after[name] {
			t.Errorf("table %s is not what it was", name)
		}
	}
	rows, err := store.Rows(d.s, goneTables)
	if err != nil {
		t.Fatal(err)
	}
	for name, n := range rows {
		if n > 0 && name != "trunk" {
			t.Errorf("%d rows of %s are left", n, name)
		}
	}
	rebuildEquals(t, d.s)
	var stocked bool
	for e, err := range d.s.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(goneKinds, e.Kind) != (e.Payload == nil) {
			t.Errorf("entry %d, %s: its payload is in the wrong place", e.Seq, e.Kind)
		}
		stocked = stocked || e.Kind == act.StockReceived
	}
	if !stocked {
		t.Fatalf("the day had no %s: choose another", number.Sheets)
	}
	if _, err := d.s.VerifyJournal(ctx); err != nil {
		t.Error(err)
	}
}
