package station

import (
	"fmt"
	"io/fs"

	"sala/assets/packs"
	"sala/forms/pack"
)

// DeliveredPacks returns the names of the packs that the program brings along.
func DeliveredPacks() []string { return packs.Countries() }

// DeliveredFiles returns the files of one of DeliveredPacks.
func DeliveredFiles(name string) fs.FS { return packs.Files(name) }

// DeliveredPack loads one of DeliveredPacks.
func DeliveredPack(name string) (*pack.Pack, error) {
	p, err := pack.Load(packs.Files(name))
	if err != nil {
		return nil, fmt.Errorf("open the pack %q: %w", name, err)
	}
	return p, nil
}

// PackInUse loads the pack that the station in dir works with.
func PackInUse(dir string, c Config) (*pack.Pack, error) { return DeliveredPack(c.Pack) }
