package web_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base32"
	"io/fs"
	"log/slog"
	"net/url"
	"sync"
	"testing"
	"time"

	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/number"
	"sala/forms/pack"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/forms/seal"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/wire"
)

const (
	hostile  = `<script>document.title='taken'</script>"'><img src=x onerror=document.title='taken'>`
	password = "correct horse battery"
	form     = "th.house-register-copy"
)

// office is a central with two desks, a conflict, a petition that its form does
// not take, a sealed certificate and hostile text.
type office struct {
	t       *testing.T
	svc     *service.Service
	ready   service.Ready
	url     string
	secret  []byte
	number  string // of the last certificate
	seal    string // its seal
	sealing seal.Identity
	log     *kept
	form    *pack.Pack
}

func newOffice(t *testing.T) *office {
	ctx, cancel := context.WithCancel(context.Background())
	log := &kept{}
	s, err := service.Open(ctx, service.Config{Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})), Dir: t.TempDir(), Listen: "127.0.0.1:0", Packs: []fs.FS{packs.Files("th")}})
	if err != nil {
		t.Fatal(err)
	}
	ready, done := make(chan service.Ready, 1), make(chan error, 1)
	go func() { done <- s.Serve(ctx, func(r service.Ready) { ready <- r }) }()
	r := <-ready
	t.Cleanup(func() { cancel(); <-done; s.Close() })
	o := &office{t: t, svc: s, ready: r, url: r.URL, log: log}
	if o.form, err = pack.Load(packs.Files("th")); err != nil {
		t.Fatal(err)
	}
	c := s.Central
	for id, name := range map[string]string{"TH-5001": "เทศบาลตำบลสุเทพ", "TH-5002": "เทศบาลตำบลแม่เหียะ"} {
		if err := c.AddOffice(ctx, central.Office{ID: id, Country: "TH", Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Seed(ctx, func(yield func(register.Record, error) bool) {
		yield(register.Record{Register: register.Residents, ID: "r1", Office: "TH-5001", Fields: register.Fields{"phone": "0810000000"}}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	o.secret = o.official("malee", central.RoleAdmin)
	o.desk("TH-5001-D01", "0811111111", "ready")
	o.desk("TH-5001-K01", "0822222222", "trouble")
	return o
}

// kept is a log that can be read while it is written.
type kept struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (k *kept) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.b.Write(p)
}

func (k *kept) String() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.b.String()
}

// official adds one and returns the secret of the second factor.
func (o *office) official(name, role string) []byte {
	uri, err := o.svc.Central.AddOfficial(context.Background(), name, role, password)
	if err != nil {
		o.t.Fatal(err)
	}
	u, err := url.Parse(uri)
	if err != nil {
		o.t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(u.Query().Get("secret"))
	if err != nil {
		o.t.Fatal(err)
	}
	return secret
}

// desk enrols a station, issues a certificate and changes a telephone number.
func (o *office) desk(name, phone, printer string) {
	ctx := context.Background()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	paper, err := seal.NewKey(rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	s := memory.New(name, "TH-5001", key, time.Now)
	c := client.New(client.Config{URL: o.url, CAFingerprint: o.ready.Fingerprint, Store: s, Secrets: s,
		Identity: client.Identity{Station: name, Office: "TH-5001", JournalKey: key.Public().(ed25519.PublicKey), Software: "1.0.0", PaperKey: elliptic.MarshalCompressed(elliptic.P256(), paper.X, paper.Y)},
		Status: func() wire.Status {
			return wire.Status{Software: "1.0.0", System: "linux/amd64", Pack: o.form.Name(), Mode: "desk", Waiting: 0, Free: 90 << 30, Devices: []wire.DeviceStatus{
				{Name: "reader", Kind: "reader", State: "ready"}, {Name: "pages", Kind: "page", State: printer, Code: map[string]string{"trouble": "line.gone"}[printer]}}}
		}})
	code, err := o.svc.Central.NewCode(ctx, "TH-5001", "", time.Hour)
	if err != nil {
		o.t.Fatal(err)
	}
	if err := c.Enrol(ctx, code); err != nil {
		o.t.Fatal(err)
	}
	credential, err := s.Load(client.PaperCredential)
	if err != nil {
		o.t.Fatal(err)
	}
	vouched, err := act.Decode[seal.Credential](credential)
	if err != nil {
		o.t.Fatal(err)
	}
	o.sealing = seal.Identity{Key: (*ecdsa.PrivateKey)(paper), Credential: vouched}
	run := func() {
		if _, err := c.SyncOnce(ctx); err != nil {
			o.t.Fatal(err)
		}
	}
	run()
	s.Append("", act.OfficerSet, "officer/head", 0, act.Officer{ID: "head", Roles: []string{"registrar"}})
	s.Append("clerk", act.RecordViewed, "resident/r1", 0, act.Viewing{Register: "resident", ID: "r1", Purpose: hostile})
	s.Append("clerk", act.RecordSet, "resident/r1", 1, act.Change{Register: register.Residents, ID: "r1", Office: "TH-5001", Set: register.Fields{"phone": phone, "note": hostile}, Old: register.Fields{"phone": "0810000000"}})
	content := o.petition(s, name+"-p1", "5001-2569-"+name[len(name)-3:], nil)
	s.Append("head", act.PetitionApproved, "petition/"+name+"-p1", 2, act.Decision{Petition: name + "-p1", Content: content})
	n, ok := s.NextNumber(number.Certificates)
	if !ok {
		o.t.Fatal("no number")
	}
	o.number, o.seal = n.Text, o.sealed(n.Text, "นางสาวพิมพร ศรีเจริญ")
	s.Append("clerk", act.FeeTaken, "petition/"+name+"-p1", 3, o.paid(s, name+"-p1"))
	s.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 4, act.Certificate{Number: n, Petition: name + "-p1", Seal: o.seal})
	s.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 0, act.Printing{Number: n.Text, Outcome: "printed"})
	o.petition(s, name+"-p2", "5001-2569-"+name[len(name)-3:]+"-2", func(v *act.Submission) { v.Answers["copies"] = int64(11) })
	s.Append(hostile, act.CardRead, hostile, 0, act.CardReading{Reader: hostile})
	run()
	run()
}

// sealed seals a certificate's number and its holder.
func (o *office) sealed(number, holder string) string {
	text, err := seal.Sign(seal.Sealed{Issuer: "TH-5001", Number: number, Template: form, Language: "th", Name: holder, Issued: time.Now(), Content: [32]byte([]byte(holder)[:32])}, o.sealing)
	if err != nil {
		o.t.Fatal(err)
	}
	return text
}

func (o *office) paid(s *memory.Store, id string) act.Payment {
	n, ok := s.NextNumber(number.Receipts)
	if !ok {
		o.t.Fatal("no number")
	}
	p := act.Payment{Petition: id, Method: "cash", Receipt: n}
	p.Amount.Minor, p.Amount.Currency = 4000, "THB"
	return p
}

// petition drafts the form's example and hands it in, perhaps with a twist.
func (o *office) petition(s *memory.Store, id, number string, twist func(*act.Submission)) []byte {
	f, _ := o.form.Form(form)
	e, err := pack.ReadExample(packs.Files("th"), form)
	if err != nil {
		o.t.Fatal(err)
	}
	e.Pass["purpose_other"] = hostile
	sheet, err := answer.Open(f, e.Pass, answer.Env{Today: calendar.Of(time.Now())})
	if err != nil {
		o.t.Fatal(err)
	}
	due, err := sheet.Fee()
	if err != nil {
		o.t.Fatal(err)
	}
	v := act.Submission{Petition: id, Number: number, Answers: sheet.Answers(), Fee: due, Line: f.Approvals, Two: f.TwoPersons}
	if twist != nil {
		twist(&v)
	}
	if v.Content, err = petition.Content(f.ID, f.Version, "r1", v.Answers, v.Fee); err != nil {
		o.t.Fatal(err)
	}
	s.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: f.ID, FormVersion: f.Version, Pack: o.form.Name(), Resident: "r1"})
	s.Append("clerk", act.PetitionSubmitted, "petition/"+id, 1, v)
	return v.Content
}
