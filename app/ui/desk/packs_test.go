package desk_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/act"
)

// shelf is a station's packs in memory: a file's name is the pack in it.
type shelf struct{ packs office.Packs }

func newShelf() *shelf {
	return &shelf{office.Packs{InUse: office.PackOnShelf{Name: "th@1.0.0", Title: map[string]string{"th": "ประเทศไทย", "ko": "태국", "en": "Thailand"}, Forms: 48},
		Kept: []string{"th@0.9.0"}, Signers: []string{"9f2c41aa03be5d17e8c0b6629d51f34a7712c9e05b3a88d6f0417ce2a95b6d38"},
		Uses: []office.PackUse{{At: time.Date(2026, 10, 3, 2, 0, 0, 0, time.UTC), Officer: "minji", Name: "th@1.0.0", Before: "th@0.9.0"}}}}
}

func (s *shelf) Packs(context.Context) (office.Packs, error) { return s.packs, nil }
func (s *shelf) LookAtPack(_ context.Context, packed []byte) (office.PackOnShelf, error) {
	if len(s.packs.Signers) == 0 {
		return office.PackOnShelf{}, &office.Error{Op: "check the pack", Code: "pack_untrusted", Args: map[string]any{"file": "", "why": ""}}
	}
	return office.PackOnShelf{Name: string(packed), Forms: 49}, nil
}
func (s *shelf) put(ctx context.Context, x *office.Session, name string, back bool) error {
	if err := x.UsePack(ctx, act.Packing{Name: name, Before: s.packs.InUse.Name, Rollback: back}); err != nil {
		return err
	}
	s.packs.Next = name
	s.packs.Uses = slices.Insert(s.packs.Uses, 0, office.PackUse{At: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), Officer: x.Officer.ID, Name: name, Before: s.packs.InUse.Name, Rollback: back})
	return nil
}
func (s *shelf) PutPack(ctx context.Context, x *office.Session, packed []byte) error {
	return s.put(ctx, x, string(packed), false)
}
func (s *shelf) RollBackPack(ctx context.Context, x *office.Session, name string) error {
	return s.put(ctx, x, name, true)
}
func (s *shelf) TrustSigner(_ *office.Session, key string) error {
	s.packs.Signers = append(s.packs.Signers, key)
	return nil
}

// stick lists a certificate, a photo and what else it is said to hold; it has any
// pack, photo and scan that is asked for.
type stick struct{ more []string }

func (s stick) List(context.Context, string) (office.Folder, error) {
	written := time.Date(2026, 11, 20, 15, 30, 0, 0, time.UTC)
	var list []office.FolderEntry
	for _, name := range append([]string{"TH-5001-2569-000124.pdf", "front.jpg"}, s.more...) {
		list = append(list, office.FolderEntry{Name: name, Path: "/media/usb/" + name, Size: 400_000, At: written})
	}
	return office.Folder{Name: "KINGSTON", Entries: list}, nil
}
func (stick) Read(_ context.Context, path string) (office.File, error) {
	switch filepath.Ext(path) {
	case ".jpg":
		return office.File{Name: filepath.Base(path), MIME: "image/jpeg", Body: rehearsal.Card().Photo}, nil
	case ".pdf":
		return office.File{Name: filepath.Base(path), MIME: "application/pdf", Body: []byte("%PDF-1.7")}, nil
	}
	return office.File{Name: filepath.Base(path), Body: []byte("th@1.1.0")}, nil
}

func TestAPackIsPutToUseOnlyWhenItIsConfirmed(t *testing.T) {
	s := &safe{shelf: newShelf()}
	o := rehearsal.New()
	d := administering(o, s, func() {})
	defer d.Close()
	d.ShowSettings(desk.SettingsPacks)
	if p := d.View().Settings.Packs; p.InUse.Name != "th@1.0.0" || len(p.Uses) != 1 || p.Next != "" {
		t.Fatalf("the packs are %+v, %s", p, code(d))
	}
	d.LookAtPack("/media/usb/th@1.1.0.pack")
	if v := d.View().Settings; v.Found == nil || v.Found.Name != "th@1.1.0" || v.Packs.Next != "" || slices.Contains(o.Store.Kinds(), act.PackUsed) {
		t.Fatalf("looking at a file found %+v, and put %q to use", v.Found, v.Packs.Next)
	}
	d.LeavePack()
	d.PutPack()
	if v := d.View().Settings; v.Found != nil || v.Packs.Next != "" {
		t.Errorf("left as it is, %q is used next", v.Packs.Next)
	}
	d.LookAtPack("/media/usb/th@1.1.0.pack")
	d.PutPack()
	if v := d.View().Settings; v.Packs.Next != "th@1.1.0" || v.Packs.Uses[0].Officer != "minji" || v.Found != nil || !slices.Contains(o.Store.Kinds(), act.PackUsed) {
		t.Errorf("confirmed: %+v, %s", v.Packs, code(d))
	}
	d.GoBackTo("th@0.9.0")
	if got := d.View().Settings.Packs.Next; got != "th@1.1.0" {
		t.Errorf("before it is confirmed %s is gone back to", got)
	}
	d.PutPack()
	if v := d.View().Settings; v.Packs.Next != "th@0.9.0" || !v.Packs.Uses[0].Rollback || v.GoBack != "" {
		t.Errorf("gone back: %+v, %s", v.Packs, code(d))
	}
}
