package station

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/sync/wire"
)

// secretOffer is the secret under which the state of central's last offer of a
// pack is kept.
const secretOffer = "pack.offer"

// States of an offer.
const (
	OfferComing  = "coming"  // its bytes are on their way
	OfferTaken   = "taken"   // it is in use from the next start on
	OfferRefused = "refused" // Code says why; the pack in use stays
)

// Offer is the pack that central wants the office to use, and how far it is.
type Offer struct {
	Name  string `json:"name"` // "th@1.1.0"
	At    int64  `json:"at"`   // Unix milliseconds, central's clock
	State string `json:"state"`
	Code  string `json:"code,omitempty"`
	Keys  int    `json:"keys,omitempty"` // that were trusted when it was refused
}

// Offer returns central's last offer; the zero Offer when there was none.
func (st *Station) Offer() (Offer, error) {
	var o Offer
	b, err := st.Store.Secrets().Load(secretOffer)
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &o)
	}
	return o, err
}

func (st *Station) noteOffer(o Offer) error {
	b, err := json.Marshal(o)
	if err == nil {
		err = st.Store.Secrets().Save(secretOffer, b)
	}
	return err
}

// obey does what central said to the station: it takes the pack that is
// offered. The pack in use stays until the station is opened next; the one
// before it stays on the shelf. An offer is followed once, so that an officer
// may still go back to another pack.
func (st *Station) obey(ctx context.Context) error {
	body, err := st.Store.Told(ctx, wire.WhatPack, st.Pack.ID)
	if errors.Is(err, office.ErrNotFound) {
		return nil
	}
	offer, derr := act.Decode[wire.PackOffer](body)
	if err = errors.Join(err, derr); err != nil {
		return fmt.Errorf("read the offer of a pack: %w", err)
	}
	trusted, err := st.PackKeys()
	if err != nil {
		return err
	}
	last, err := st.Offer()
	if err != nil {
		return err
	}
	now := Offer{Name: offer.Pack + "@" + offer.Version, At: offer.At, State: OfferTaken}
	if last.At >= offer.At && (last.State == OfferTaken || last.State == OfferRefused && last.Keys == len(trusted)) {
		return nil
	}
	code := office.CodeOf(st.takeOffer(ctx, offer, now.Name))
	switch code {
	case "":
	case codeComing:
		now.State = OfferComing
	default:
		now.State, now.Code, now.Keys = OfferRefused, code, len(trusted)
	}
	if now == last {
		return nil
	}
	defer st.Office.Publish(office.Event{Kind: office.SyncChanged})
	return st.noteOffer(now)
}

// codeComing is the code of a pack whose bytes are not all here.
const codeComing = "attachment_coming"

func (st *Station) takeOffer(ctx context.Context, offer wire.PackOffer, name string) error {
	if name == st.inUse() {
		return nil
	}
	own, err := DeliveredPack(st.Config.Pack)
	if err != nil {
		return err
	}
	if name == own.Name() { // back to what the program brought along
		return st.putToUse(ctx, "", nil, name, st.followed)
	}
	packed, err := st.offered(ctx, offer, name)
	if err != nil {
		return err
	}
	// An offer is newer than the one before it, whatever its version: central
	// sends an older pack out to go back.
	_, err = st.install(ctx, packed, st.followed, true)
	if err != nil {
		return err
	}
	_, err = st.Store.Attachments().Drop(ctx, offer.Attachment)
	return err
}

// inUse is the name of the pack that the station works with, now or from the
// next start on.
func (st *Station) inUse() string {
	if st.Config.PackFile != "" {
		return strings.TrimSuffix(st.Config.PackFile, ".pack")
	}
	return st.Pack.Name()
}

// offered returns the archive: from the shelf, or as it came from central; else
// it sends for it.
func (st *Station) offered(ctx context.Context, offer wire.PackOffer, name string) ([]byte, error) {
	b, err := os.ReadFile(filepath.Join(st.Dir, PacksFolder, filepath.Base(name)+".pack"))
	if hash := sha256.Sum256(b); err == nil && hex.EncodeToString(hash[:]) == offer.Attachment {
		return b, nil
	}
	err = st.Store.Read(ctx, func(r office.Reader) (err error) {
		b, err = r.AttachmentBody(offer.Attachment)
		return err
	})
	if errors.Is(err, office.ErrNotFound) {
		if err = st.Store.WantAttachment(ctx, offer.Attachment); err == nil {
			st.Sync.Wake()
			err = &office.Error{Op: "take the pack that is offered", Code: codeComing}
		}
	}
	return b, err
}

// followed journals that the station follows central.
func (st *Station) followed(ctx context.Context, p act.Packing) error {
	return st.Office.FollowPack(ctx, p)
}

// shelved is the pack in use, with the older ones for what began with them.
type shelved struct {
	*pack.Pack
	*pack.Shelf
}

// Form returns a form of the pack in use.
func (s shelved) Form(id string) (*definition.Form, bool) { return s.Pack.Form(id) }

// Template returns a certificate of the pack in use.
func (s shelved) Template(id string) (*certificate.Template, bool) {
	return s.Pack.Templates().Template(id)
}

// shelf returns the packs that drafts and petitions under way began with, beside
// the one in use.
func (st *Station) shelf(ctx context.Context, current *pack.Pack) (*pack.Shelf, error) {
	if _, err := os.Stat(filepath.Join(st.Dir, PacksFolder)); err != nil {
		return pack.NewShelf(current), nil // it never had another
	}
	names, err := st.Store.PacksUnderWay(ctx)
	if err != nil {
		return nil, err
	}
	var others []*pack.Pack
	for _, name := range names {
		if name == current.Name() {
			continue
		}
		p, err := st.kept(name)
		if err != nil {
			return nil, err
		}
		if p != nil {
			others = append(others, p)
		}
	}
	return pack.NewShelf(current, others...), nil
}

// kept returns a pack that was in use before, or nil when it is not kept.
func (st *Station) kept(name string) (*pack.Pack, error) {
	own, err := DeliveredPack(st.Config.Pack)
	if err != nil || own.Name() == name {
		return own, err
	}
	b, err := os.ReadFile(filepath.Join(st.Dir, PacksFolder, filepath.Base(name)+".pack"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the pack %s: %w", name, err)
	}
	trusted, err := st.PackKeys()
	if err != nil {
		return nil, err
	}
	_, files, err := pack.Open(b, trusted)
	if err != nil {
		return nil, nil // its key is trusted no more, or it was altered: what began with it goes on with the one in use
	}
	p, err := pack.Load(files)
	if err != nil {
		return nil, nil
	}
	return p, nil
}
