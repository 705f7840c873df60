package wire_test

import (
	"crypto/ed25519"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/klauspost/compress/zstd"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

var update = flag.Bool("update", false, "rewrite the golden files and the dictionary")

// key signs the entries of these tests.
func key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, 32)) }

func public() ed25519.PublicKey { return key().Public().(ed25519.PublicKey) }

// chain returns entries of a station as a desk makes them: n petitions, each
// drafted, submitted, approved and paid, by invented people.
func chain(station string, n int, seed uint64) []journal.Entry {
	rnd := rand.New(rand.NewPCG(seed, 1))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	var entries []journal.Entry
	var head journal.Head
	now := uint64(1795000000000) + rnd.Uint64N(1e9)
	add := func(officer, kind, subject string, base uint64, payload any) {
		b, err := act.Encode(payload)
		if err != nil {
			panic(err)
		}
		now += 1000 + rnd.Uint64N(60000)
		e := journal.Entry{Station: station, Seq: head.Seq + 1, Prev: head.Hash, Time: journal.Time(now << 16), Officer: officer, Kind: kind, Subject: subject, Base: base, Payload: b}
		e.Sign(key())
		head = journal.Head{Seq: e.Seq, Hash: e.Hash()}
		entries = append(entries, e)
	}
	add("", act.StationOpened, "station/"+station, 0, act.Opening{Office: "TH-5001", PublicKey: key().Public().(ed25519.PublicKey)})
	for i := range n {
		id := fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", rnd.Uint32(), rnd.IntN(1<<16), rnd.IntN(1<<12), rnd.IntN(1<<12), rnd.Uint64()>>16)
		resident := fmt.Sprintf("%08x-%04x-7%03x-8%03x-%012x", rnd.Uint32(), rnd.IntN(1<<16), rnd.IntN(1<<12), rnd.IntN(1<<12), rnd.Uint64()>>16)
		form, pack := pick("th.house-register-copy", "th.residence-certificate", "th.elderly-allowance"), "th@1.0.0"
		answers := map[string]any{
			"applicant": pick("นายสมชาย", "นางสมหญิง", "นางสาวมาลี") + " " + pick("ใจดี", "รักสงบ", "แสงทอง"), "number": fmt.Sprint(1000000000000 + rnd.Int64N(8999999999999)),
			"purpose": pick("ใช้ประกอบการสมัครงาน", "ใช้ประกอบการศึกษาต่อ", "ขอรับเบี้ยยังชีพผู้สูงอายุ"), "copies": int64(1 + rnd.IntN(3)), "phone": fmt.Sprintf("08%08d", rnd.IntN(1e8)),
			"address": map[string]any{"country": "TH", "house": fmt.Sprintf("%d/%d", rnd.IntN(300), rnd.IntN(30)), "village": fmt.Sprint(1 + rnd.IntN(12)), "subdistrict": pick("ศรีภูมิ", "สุเทพ", "ช้างเผือก"), "district": "เมืองเชียงใหม่", "province": "เชียงใหม่", "postcode": "50200"},
		}
		if rnd.IntN(3) == 0 {
			form, pack = pick("kr.resident-extract", "kr.seal-certificate"), "kr@1.0.0"
			answers = map[string]any{"applicant": pick("김민수", "이서연", "박지훈"), "number": fmt.Sprint(1000000000000 + rnd.Int64N(8999999999999)), "purpose": pick("은행 제출용", "학교 제출용"), "copies": int64(1)}
		}
		clerk, head := "officer-"+pick("01", "02", "03"), "officer-09"
		money := fee.Money{Minor: 1000 * int64(1+rnd.IntN(3)), Currency: "THB"}
		content, _ := petition.Content(form, "1.0.0", resident, answers, money)
		subject := "petition/" + id
		add(clerk, act.PetitionDrafted, subject, 0, act.Draft{Petition: id, Form: form, FormVersion: "1.0.0", Pack: pack, Resident: resident, Answers: answers})
		add(clerk, act.PetitionSubmitted, subject, 1, act.Submission{Petition: id, Number: fmt.Sprintf("5001-2569-%06d", i+1), Answers: answers, Content: content, Fee: money})
		add(head, act.PetitionApproved, subject, 2, act.Decision{Petition: id, Content: content})
		add(clerk, act.FeeTaken, subject, 3, act.Payment{Petition: id, Amount: money, Method: "cash", Receipt: act.NumberUse{Lease: "TH-5001-D01-receipt-2569-1", Number: uint64(i + 1), Text: fmt.Sprintf("R5001-2569-%06d", i+1)}})
		if rnd.IntN(4) == 0 {
			add(clerk, act.RecordSet, "record/resident/"+resident, 3, act.Change{Register: register.Residents, ID: resident, Office: "TH-5001", Set: register.Fields{"phone": answers["phone"], "household": id}, Old: register.Fields{"phone": ""}, Effective: "2026-11-22", Petition: id})
		}
	}
	return entries
}

// TestDictionary shows what the dictionary is for: an entry alone costs less
// than two thirds of what it costs without.
func TestDictionary(t *testing.T) {
	codec := wire.NewCodec()
	if *update {
		var samples [][]byte
		var history []byte
		for seed := range uint64(120) {
			for _, e := range chain("TH-5001-D01", 2, seed+100)[1:] {
				b, err := codec.Plain(wire.Pack([]journal.Entry{e}))
				if err != nil {
					t.Fatal(err)
				}
				samples = append(samples, b)
				if len(history) < 24<<10 && seed%9 == 0 {
					history = append(history, b...)
				}
			}
		}
		b, err := zstd.BuildDict(zstd.BuildDictOptions{ID: 0x5A1A0001, Contents: samples, History: history, Offsets: [3]int{1, 4, 8}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("petitions.zdict", b, 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("the dictionary was written: run again")
	}
	bare, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	var with, without int
	for _, e := range chain("TH-7709-D03", 10, 7) {
		b, err := codec.Plain(wire.Pack([]journal.Entry{e}))
		if err != nil {
			t.Fatal(err)
		}
		without += len(bare.EncodeAll(b, nil))
		sent, err := codec.Encode(wire.Pack([]journal.Entry{e}))
		if err != nil {
			t.Fatal(err)
		}
		with += len(sent)
	}
	if with*3 > without*2 {
		t.Errorf("one entry a push: %d bytes with the dictionary, %d without: want less than two thirds", with, without)
	}
}
