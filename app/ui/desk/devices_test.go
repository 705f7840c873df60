package desk_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// plugged are devices in memory, and what testing one of them ends with.
type plugged struct {
	list  []office.PluggedDevice
	fails map[string]string // by id: the code
}

func (p *plugged) List(context.Context) ([]office.PluggedDevice, error) {
	return slices.Clone(p.list), nil
}

func (p *plugged) Test(_ context.Context, id string) error {
	for i := range p.list {
		if p.list[i].ID == id {
			p.list[i].Tested, p.list[i].Passed = syncDay, p.fails[id] == ""
		}
	}
	if code := p.fails[id]; code != "" {
		return rehearsal.Coded(code)
	}
	return nil
}

// wholeCounter is a device of every kind: two with trouble that lasts, one with
// a warning, one with trouble that is over.
func wholeCounter() []office.PluggedDevice {
	at := func(m int) time.Time { return syncDay.Add(-time.Duration(m) * time.Minute) }
	return []office.PluggedDevice{
		{ID: "reader", Kind: "reader", Name: "Gemalto PC Twin", Code: "line.gone", Last: "line.gone", LastAt: at(3)},
		{ID: "receipt", Kind: "receipt", Name: "EPSON TM-T82", Code: "printer.paper_out", Last: "printer.paper_out", LastAt: at(1)},
		{ID: "second", Kind: "receipt", Name: "Star TSP143", Code: "printer.paper_low", Good: true, Warns: true},
		{ID: "barcode", Kind: "barcode", Name: "/dev/ttyACM1", Code: "printer.ready", Good: true, Last: "line.silent", LastAt: at(55)},
	}
}

// playDevices shows the devices page in all its states in a look.
func playDevices(t *testing.T, look desk.Look, shown func(name string, s *studiotest.Studio)) {
	t.Helper()
	s, p := studiotest.Open(t, 1366, 768), &plugged{}
	with := options(rehearsal.New())
	with.Beyond.Plugged = p
	d, _ := inWindow(s, parts(t), with, look)
	defer d.Close()
	signIn(d, "somchai")
	for _, scene := range []struct {
		name string
		play func()
	}{
		{"none", func() { d.Go(desk.Devices) }},
		{"trouble", func() { p.list = wholeCounter(); d.Go(desk.Devices) }},
		{"tested", func() { d.TestDevice("second") }},
		{"test-failed", func() {
			p.fails = map[string]string{"receipt": "printer.paper_out"}
			d.TestDevice("receipt")
		}},
		{"well", func() {
			d.Dismiss()
			p.fails, p.list = nil, []office.PluggedDevice{
				{ID: "reader", Kind: "reader", Name: "Gemalto PC Twin", Code: "reader.card", Good: true, Last: "line.gone", LastAt: syncDay.Add(-3 * time.Minute)},
				{ID: "pages", Kind: "page", Name: "Brother HL-L5100DN", Code: "printer.ready", Good: true},
				{ID: "till", Kind: "till", Name: "ccTalk", Code: "till.ready", Good: true},
				{ID: "terminal", Kind: "terminal", Name: "ZVT", Code: "terminal.ready", Good: true},
				{ID: "document", Kind: "document", Name: "/dev/ttyS2", Code: "reader.ready", Good: true},
				{ID: "stripe", Kind: "stripe", Name: "/dev/ttyS3", Code: "reader.ready", Good: true},
				{ID: "gnss", Kind: "gnss", Name: "u-blox 8", Code: "position.no_fix", Last: "position.no_fix", LastAt: syncDay},
			}
			d.Go(desk.Devices)
		}},
	} {
		scene.play()
		s.Settle()
		shown("devices-"+scene.name, s)
	}
}

// TestDeviceThatFails promises that a test that fails says why and takes the
// words of the one before away, and that one that passes then says so.
func TestDeviceThatFails(t *testing.T) {
	p := &plugged{list: wholeCounter()}
	with := options(rehearsal.New())
	with.Beyond.Plugged = p
	d := opened(t, with)
	signIn(d, "somchai")
	d.Go(desk.Devices)
	d.TestDevice("second")
	if v := d.View(); v.Toast == nil || v.Trouble != nil {
		t.Fatalf("it works: %+v, %+v", v.Toast, v.Trouble)
	}
	p.fails = map[string]string{"receipt": "printer.paper_out"}
	d.TestDevice("receipt")
	v := d.View()
	if v.Toast != nil || v.Trouble == nil || v.Trouble.Code != "printer.paper_out" {
		t.Errorf("it fails: %+v, %+v", v.Toast, v.Trouble)
	}
	if r := v.Devices.List[1]; r.Tested.IsZero() || r.Passed {
		t.Errorf("the page does not know of the test: %+v", r)
	}
	p.fails = nil
	d.TestDevice("receipt")
	if v := d.View(); v.Toast == nil || v.Trouble != nil {
		t.Errorf("it works again: %+v, %+v", v.Toast, v.Trouble)
	}
}

// What a test comes to names the device, in the reader's language.
func TestATestNamesItsDevice(t *testing.T) {
	want := map[string]string{"devices-tested": "영수증 프린터 Star TSP143: 정상입니다", "devices-test-failed": "영수증 프린터 EPSON TM-T82: 아직 쓸 수 없습니다. "}
	playDevices(t, desk.Look{Language: "ko", Scheme: theme.Light, Scale: 1}, func(name string, s *studiotest.Studio) {
		if words := want[name]; words != "" && !slices.ContainsFunc(s.Texts(), func(text string) bool { return strings.HasPrefix(text, words) }) {
			t.Errorf("%s does not say %q: %q", name, words, s.Texts())
		}
	})
}

// The devices page says everything in every language, in all its states, and
// nothing is cut off.
func TestDevicesFit(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		playDevices(t, desk.Look{Language: language, Scheme: theme.Light, Scale: 1}, func(name string, s *studiotest.Studio) {
			for _, fault := range s.FaultsIn(language) {
				t.Errorf("%s in %s: %s", name, language, fault)
			}
			if out := os.Getenv("SALA_LOOK"); out != "" {
				s.Save(out, "desk-"+name+"-"+language)
			}
		})
	}
}
