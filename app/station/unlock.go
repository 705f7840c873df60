package station

import (
	"context"

	"sala/app/store"
	"sala/app/store/keys"
)

// machineOf is what keeps the machine's own key to the station in dir.
func machineOf(dir string) keys.MachineSecret {
	file, err := keys.Load(dir)
	if err != nil {
		return keys.FileSecret{} // the store says what is wrong with the file
	}
	return keys.MachineOf(file)
}

// letMachine lets the machine open the station without a password: its security
// chip keeps the key where there is one that works, else a file, and the doctor
// says so.
func letMachine(ctx context.Context, s *store.Store) error {
	if best := keys.BestMachine(); best.Name() != (keys.FileSecret{}).Name() && s.SetMachine(ctx, best) == nil {
		return nil
	}
	return s.SetMachine(ctx, keys.FileSecret{})
}

// NeedsOfficer reports whether the station in dir opens with an officer's
// password only: the machine has no key of its own to it.
func NeedsOfficer(dir string) bool {
	file, err := keys.Load(Folder(dir))
	if err != nil {
		return false
	}
	for _, s := range file.Slots {
		if s.Kind == keys.Machine {
			return false
		}
	}
	return true
}

// Holders are the officers whose password opens the station in dir.
func Holders(dir string) []string {
	file, err := keys.Load(Folder(dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range file.Slots {
		if s.Kind == keys.Officer {
			out = append(out, s.Holder)
		}
	}
	return out
}

// By returns the options with an officer's password to open the station with, for
// its senders, too.
func (o Options) By(officer, password string) Options {
	o.Unlock = store.Unlock{Officer: officer, Password: password}
	o.Sender.officer, o.Sender.password = officer, password
	return o
}
