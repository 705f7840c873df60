package wire_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"sala/sync/wire"
)

// chunks returns n whole chunks of one attachment.
func chunks(n int) []wire.Chunk {
	var out []wire.Chunk
	for i := range n {
		out = append(out, wire.Chunk{Hash: strings.Repeat("ab", 32), Size: wire.MaxAttachment, Offset: int64(i) * wire.ChunkSize, Body: bytes.Repeat([]byte{byte(i)}, wire.ChunkSize)})
	}
	return out
}

// TestChunks promises that what arrived before a cut is read, whole chunks only,
// and that what is beyond the limits is refused.
func TestChunks(t *testing.T) {
	codec := wire.NewCodec()
	body := func(list []wire.Chunk) []byte {
		b, err := codec.EncodeChunks(list)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	broken := errors.New("the line broke")
	three := body(chunks(3))
	odd := chunks(1)
	odd[0].Offset = 5
	for name, c := range map[string]struct {
		body  io.Reader
		want  int
		cut   bool
		wrong error
	}{
		"all":                   {bytes.NewReader(three), 3, false, nil},
		"nothing":               {strings.NewReader(""), 0, false, nil},
		"cut within the third":  {io.MultiReader(bytes.NewReader(three[:len(three)-1]), iotest.ErrReader(broken)), 2, true, nil},
		"cut after the third":   {io.MultiReader(bytes.NewReader(three), iotest.ErrReader(broken)), 3, true, nil},
		"ends within the third": {bytes.NewReader(three[:len(three)-1]), 0, false, wire.ErrMalformed},
		"no chunk":              {bytes.NewReader(body(odd)), 0, false, wire.ErrMalformed},
		"something else":        {strings.NewReader("<html>"), 0, false, wire.ErrMalformed},
		"one too many":          {bytes.NewReader(body(chunks(wire.MaxChunks + 1))), 0, false, wire.ErrTooLarge},
		"as many as may be":     {bytes.NewReader(body(chunks(wire.MaxChunks))), wire.MaxChunks, false, nil},
		"without end":           {iotest.OneByteReader(io.LimitReader(zeros{}, 64<<20)), 0, false, wire.ErrTooLarge},
	} {
		got, cut, err := codec.ReadChunks(c.body)
		if len(got) != c.want || (cut != nil) != c.cut || !errors.Is(err, c.wrong) {
			t.Errorf("%s: %d chunks, cut %v, error %v; want %d, %v, %v", name, len(got), cut, err, c.want, c.cut, c.wrong)
		}
		for i, ch := range got {
			if want := chunks(c.want)[i]; ch.Hash != want.Hash || ch.Offset != want.Offset || !bytes.Equal(ch.Body, want.Body) {
				t.Errorf("%s: chunk %d is another", name, i)
			}
		}
	}
}

// TestTake promises that what follows a refused chunk of its attachment is not
// tried, that others are, and that each is told of once, as it stands at the end.
func TestTake(t *testing.T) {
	var held wire.Held
	var tried []string
	chunk := func(hash string, offset int64) wire.Chunk { return wire.Chunk{Hash: hash, Offset: offset} }
	err := held.Take([]wire.Chunk{chunk("a", 0), chunk("b", 0), chunk("a", 1), chunk("b", 1), chunk("a", 2)}, func(c wire.Chunk) (wire.Holding, error) {
		tried = append(tried, fmt.Sprint(c.Hash, c.Offset))
		h := wire.Holding{Hash: c.Hash, Received: c.Offset + 1}
		if c.Hash == "a" && c.Offset == 1 {
			h = wire.Holding{Hash: "a", Received: 1, Refused: wire.RefusedOffset}
		}
		return h, nil
	})
	want := []wire.Holding{{Hash: "a", Received: 1, Refused: wire.RefusedOffset}, {Hash: "b", Received: 2}}
	if err != nil || !slices.Equal(held.Attachments, want) || !slices.Equal(tried, []string{"a0", "b0", "a1", "b1"}) {
		t.Errorf("%v were tried, %+v is held, %v", tried, held.Attachments, err)
	}
	broken := errors.New("the disk is full")
	if err := held.Take([]wire.Chunk{chunk("c", 0)}, func(wire.Chunk) (wire.Holding, error) { return wire.Holding{}, broken }); !errors.Is(err, broken) {
		t.Errorf("an error of take: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// FuzzReadChunks promises that no body makes the reader fall, or take what is no
// chunk.
func FuzzReadChunks(f *testing.F) {
	codec := wire.NewCodec()
	b, err := codec.EncodeChunks([]wire.Chunk{{Hash: strings.Repeat("0", 64), Size: 3, Body: []byte("abc")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:7])
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := codec.ReadChunks(bytes.NewReader(b))
		for _, c := range got {
			if !c.Fits() || err != nil {
				t.Fatalf("%+v, %v", c, err)
			}
		}
	})
}
