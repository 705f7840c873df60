package desk

import (
	"context"

	"sala/app/office"
)

func (d *Desk) loadPacks() {
	shelf, s := d.beyond.Shelf, d.session
	if shelf == nil || !s.May(office.Administer) {
		return
	}
	d.run.Run("desk.wait.packs", func(ctx context.Context) func() {
		p, err := shelf.Packs(ctx)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Settings.Packs = p
			d.changed()
		}
	})
}

// LookAtPack looks at a file that may be a pack; nothing is changed by it.
func (d *Desk) LookAtPack(file string) {
	shelf, s := d.beyond.Shelf, d.session
	if shelf == nil || d.beyond.Files == nil {
		return
	}
	d.run.Run("desk.wait.packs", func(ctx context.Context) func() {
		f, err := d.beyond.Files.Read(ctx, file)
		var p office.PackOnShelf
		if err == nil {
			p, err = shelf.LookAtPack(ctx, f.Body)
		}
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Settings.Found, d.view.Settings.found, d.view.Settings.GoBack = &p, f.Body, ""
			d.changed()
		}
	})
}

// GoBackTo asks whether an earlier pack is to be put to use again.
func (d *Desk) GoBackTo(name string) {
	d.view.Settings.GoBack, d.view.Settings.Found, d.view.Settings.found = name, nil, nil
	d.changed()
}

// LeavePack drops what was to be confirmed.
func (d *Desk) LeavePack() { d.GoBackTo("") }

// PutPack puts the pack that was looked at to use, or the earlier one.
func (d *Desk) PutPack() {
	shelf, s, v := d.beyond.Shelf, d.session, d.view.Settings
	switch {
	case shelf == nil:
	case v.Found != nil:
		d.settle("desk.said.pack_put", map[string]any{"pack": v.Found.Name}, "", func(ctx context.Context) error { return shelf.PutPack(ctx, s, v.found) })
	case v.GoBack != "":
		d.settle("desk.said.pack_put", map[string]any{"pack": v.GoBack}, "", func(ctx context.Context) error { return shelf.RollBackPack(ctx, s, v.GoBack) })
	}
}

// TrustSigner lets the station take packs of whoever signs with a key.
func (d *Desk) TrustSigner(key string) {
	shelf, s := d.beyond.Shelf, d.session
	if shelf == nil {
		return
	}
	d.settle("desk.said.signer", nil, typedAt(Settings, string(SettingsPacks)), func(context.Context) error { return shelf.TrustSigner(s, key) })
}
