package demonstration

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/devices/port"
	"sala/devices/supervisor"
	"sala/forms/calendar"
)

// The laptop of the demonstration, and how many visits wait for it.
const (
	laptopName = "TH-5014-F01"
	toVisit    = 24
)

// writeVisits gives the clerk a work list: the first households of the register.
func (s *Scene) writeVisits(out *json.Encoder) error {
	forms := []string{"th.household-survey", "th.food-stall-inspection", "th.flood-damage"}
	visits, err := invented.Visits(demonstrationSeed, s.first, forms, s.Clerk.ID, calendar.Of(time.Now()))
	for _, v := range visits {
		if err == nil {
			err = out.Encode(v.Record())
		}
	}
	return err
}

// foundLaptop makes the field laptop: enrolled, with nothing taken out yet.
func (s *Scene) foundLaptop(ctx context.Context, o Options) error {
	if !o.Field {
		return nil
	}
	s.Laptop = filepath.Join(s.Dir, "laptop")
	config := station.Config{
		Profile: office.Profile{Office: invented.ThaiOffice, Station: laptopName, Country: "TH", Names: officeNames},
		Pack:    "th", Field: true,
		Central: station.Central{URL: s.Central, Authority: s.authority},
		Devices: append(station.Plugs{Reader: s.readerLine(), Receipt: s.printerLine(), Baud: 115200, Folder: "paper", Scanner: s.line("barcode")}.Devices(),
			supervisor.Device{Name: "receiver", Kind: supervisor.Receiver, Port: port.Config{Name: s.line("receiver"), Baud: 9600}}),
	}
	st, err := station.Init(ctx, s.Laptop, station.Founding{Config: config, Officer: officers[s.Clerk.ID], Password: s.Clerk.Password, Machine: true})
	if err != nil {
		return fmt.Errorf("make the laptop: %w", err)
	}
	defer st.Close()
	if err := st.AddOfficer(ctx, s.Clerk.ID, officers[s.Registrar.ID], s.Registrar.Password); err != nil {
		return err
	}
	if err := st.Enrol(ctx, s.laptopToken); err != nil {
		return fmt.Errorf("enrol the laptop: %w", err)
	}
	if _, err := st.Sync.SyncOnce(ctx); err != nil {
		return fmt.Errorf("the laptop's first line: %w", err)
	}
	s.tell("demo.laptop", "station", laptopName, "count", toVisit)
	return nil
}
