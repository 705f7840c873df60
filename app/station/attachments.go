package station

import (
	"context"

	"sala/app/office"
	"sala/app/store"
	"sala/sync/client"
)

// blobs are the station's photos and files as the line to central and the
// courier see them.
type blobs struct {
	store.Attachments
	store  *store.Store
	office *office.Office
}

func (st *Station) blobs() blobs { return blobs{st.Store.Attachments(), st.Store, st.Office} }

// Outgoing implements client.Attachments.
func (b blobs) Outgoing(ctx context.Context) ([]client.Attachment, error) {
	all, err := b.Attachments.Outgoing(ctx)
	return carried(all), err
}

// Incoming implements client.Attachments.
func (b blobs) Incoming(ctx context.Context) ([]client.Attachment, error) {
	all, err := b.Attachments.Incoming(ctx)
	return carried(all), err
}

// Want sends for an attachment, for the courier.
func (b blobs) Want(ctx context.Context, hash string) error { return b.store.WantAttachment(ctx, hash) }

// WriteAt implements client.Attachments. A screen that waits is told of the end.
func (b blobs) WriteAt(ctx context.Context, hash string, offset, size int64, chunk []byte) error {
	err := b.Attachments.WriteAt(ctx, hash, offset, size, chunk)
	if err == nil && offset+int64(len(chunk)) == size {
		b.office.Publish(office.Event{Kind: office.AttachmentChanged, ID: hash})
	}
	return err
}

// WriteRelayed implements client.Attachments. A screen that waits is told of the
// end.
func (b blobs) WriteRelayed(ctx context.Context, hash string, offset, size int64, chunk []byte) error {
	err := b.Attachments.WriteRelayed(ctx, hash, offset, size, chunk)
	if err == nil && offset+int64(len(chunk)) == size {
		b.office.Publish(office.Event{Kind: office.AttachmentChanged, ID: hash})
	}
	return err
}

// Sent implements client.Attachments.
func (b blobs) Sent(ctx context.Context, hashes ...string) error {
	if err := b.Attachments.Sent(ctx, hashes...); err != nil {
		return err
	}
	for _, hash := range hashes {
		b.office.Publish(office.Event{Kind: office.AttachmentChanged, ID: hash})
	}
	return nil
}

func carried(all []store.Blob) []client.Attachment {
	out := make([]client.Attachment, len(all))
	for i, b := range all {
		out[i] = client.Attachment(b)
	}
	return out
}
