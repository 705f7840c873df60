package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"sala/app/invented"
	"sala/assets/packs"
	"sala/cmd/internal/terminal"
)

// preparation is a small station that the scripts share: made once by what a
// person would type, then copied for each.
type preparation struct {
	once sync.Once
	dir  string
	err  error
}

const (
	scriptPassword = "correct-horse"
	clerkName      = "somjai" // clerk and administrator
	headName       = "wichai" // registrar and head
	preparedPeople = 60
)

// make runs init, adds a second officer and brings in the people.
func (p *preparation) make(t *testing.T) {
	p.once.Do(func() {
		if p.dir, p.err = os.MkdirTemp("", "salactl-station-*"); p.err != nil {
			return
		}
		in := func(name string) string { return filepath.Join(p.dir, name) }
		if p.err = os.WriteFile(in("password"), []byte(scriptPassword+"\n"), 0o600); p.err != nil {
			return
		}
		if p.err = writePeople(in("houses.csv"), in("people.csv"), invented.People(1, preparedPeople)); p.err != nil {
			return
		}
		who := []string{"--officer", clerkName, "--password-file", in("password"), "--dir", in("station")}
		for _, args := range [][]string{
			{"init", "--office", invented.ThaiOffice, "--station", "TH-5014-D09", "--machine", "--page-folder", "paper",
				"--name", "th=สำนักทะเบียนตัวอย่าง", "--name", "en=Specimen registry", "--name", "ko=견본 등록사무소"},
			{"officer", "add", headName, "--role", "registrar,head", "--new-password-file", in("password")},
			{"register", "import", "household", in("houses.csv")},
			{"register", "import", "resident", in("people.csv")},
		} {
			if p.err = p.run(append(args, who...)); p.err != nil {
				return
			}
		}
	})
	if p.err != nil {
		t.Fatal(p.err)
	}
}

func (p *preparation) run(args []string) error {
	log, err := os.CreateTemp(p.dir, "log-*")
	if err != nil {
		return err
	}
	defer log.Close()
	if rc := inScript(os.Stdin, log, log).run(context.Background(), args); rc != terminal.ExitDone {
		told, _ := os.ReadFile(log.Name())
		return fmt.Errorf("salactl %q exited with %d: %s", args, rc, told)
	}
	return nil
}

// writePeople writes invented people as the CSV files that an office would have.
func writePeople(houses, people string, homes iter.Seq[invented.Home]) error {
	h, err := os.Create(houses)
	if err != nil {
		return err
	}
	defer h.Close()
	r, err := os.Create(people)
	if err != nil {
		return err
	}
	defer r.Close()
	hw, rw := csv.NewWriter(h), csv.NewWriter(r)
	hw.Write([]string{"code", "house", "village", "road", "subdistrict", "district", "province", "postcode", "country"})
	rw.Write([]string{"number", "prefix_th", "first_th", "last_th", "first_ko", "last_ko", "first_en", "last_en", "sex", "birth", "position", "household_code", "nationality"})
	for home := range homes {
		a := home.Household.Address
		hw.Write([]string{home.Household.HouseCode, a.House, a.Village, a.Road, a.Subdistrict, a.District, a.Province, a.Postcode, a.Country})
		for _, p := range home.Residents {
			th, ko, en := p.Names["th"], p.Names["ko"], p.Names["en"]
			rw.Write([]string{p.NationalNumber, th.Prefix, th.First, th.Last, ko.First, ko.Last, en.First, en.Last, string(p.Sex), p.Birth.String(),
				string(p.Position), home.Household.HouseCode, p.Nationality})
		}
	}
	hw.Flush()
	rw.Flush()
	if hw.Error() != nil {
		return hw.Error()
	}
	return rw.Error()
}

// command copies the prepared station into the script's folder: station DIR.
// It sets HEAD_NUMBER, HEAD_FIRST and HEAD_LAST to the first resident's.
func (p *preparation) command(t *testing.T) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: station DIR")
		}
		p.make(t)
		ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(filepath.Join(p.dir, "station"))))
		ts.Check(os.Chmod(filepath.Join(ts.MkAbs(args[0]), "station.machine"), 0o600))
		for home := range invented.People(1, preparedPeople) {
			who := home.Residents[0]
			ts.Setenv("HEAD_NUMBER", who.NationalNumber)
			ts.Setenv("HEAD_FIRST", who.Names["th"].First)
			ts.Setenv("HEAD_LAST", who.Names["th"].Last)
			ts.Setenv("HEAD_EN", who.Names["en"].First)
			ts.Setenv("HOUSE_CODE", home.Household.HouseCode)
			break
		}
		ts.Setenv("SALA_PASSWORD", scriptPassword)
	}
}

// koreans writes invented Koreans: koreans HOUSES PEOPLE.
func koreans(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: koreans HOUSES PEOPLE")
	}
	ts.Check(writePeople(ts.MkAbs(args[0]), ts.MkAbs(args[1]), invented.KoreanPeople(1, 30)))
	for home := range invented.KoreanPeople(1, 30) {
		who := home.Residents[0]
		ts.Setenv("KR_NUMBER", who.NationalNumber)
		ts.Setenv("KR_NAME", who.Name("ko"))
		break
	}
}

// packFolder DIR VERSION writes the delivered Thai pack as a folder that an agency
// works on, under another version.
func packFolder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: packfolder DIR VERSION")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.CopyFS(dir, packs.Files("th")))
	name := filepath.Join(dir, "pack.yaml")
	b, err := os.ReadFile(name)
	ts.Check(err)
	text := regexp.MustCompile(`(?m)^version:.*$`).ReplaceAllString(string(b), "version: "+args[1])
	text = regexp.MustCompile(`(?m)^minimum:.*$`).ReplaceAllString(text, "minimum: 0.1.0")
	ts.Check(os.WriteFile(name, []byte(text), 0o644))
}

// seed FILE writes invented people as central's "seed" reads them, and sets
// HEAD_NUMBER as station does.
func seed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: seed FILE")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	out := json.NewEncoder(f)
	for home := range invented.People(1, 20) {
		ts.Check(out.Encode(home.Household.Record()))
		for _, r := range home.Residents {
			ts.Check(out.Encode(r.Record()))
		}
		if ts.Getenv("HEAD_NUMBER") == "" {
			ts.Setenv("HEAD_NUMBER", home.Residents[0].NationalNumber)
			ts.Setenv("HEAD_FIRST", home.Residents[0].Names["th"].First)
		}
	}
}

// await FILE waits until a program has written it.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.Size() > 0 {
			return
		}
	}
	ts.Fatalf("%s was not written in a minute", args[0])
}

// freePort NAME sets an environment variable to an address of this machine on which
// nobody listens.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: port NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// listens ADDRESS waits until somebody listens there.
func listens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: listens ADDRESS")
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", args[0]); err == nil {
			ts.Check(c.Close())
			return
		}
	}
	ts.Fatalf("nobody listened at %s in a minute", args[0])
}

// change FILE NAME writes a CSV that gives the resident of HEAD_NUMBER another
// family name.
func change(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: change FILE NAME")
	}
	text := "number,first_th,last_th\n" + ts.Getenv("HEAD_NUMBER") + "," + ts.Getenv("HEAD_FIRST") + "," + args[1] + "\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}
