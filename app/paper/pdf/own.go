package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"time"
)

// Own is what the program keeps for itself in a file, under the catalog's
// /PieceInfo (ISO 32000-1, section 14.5): the text of the seal and the
// document's canonical content.
type Own struct {
	Seal    string
	Content []byte
}

func (f *file) addOwn(o *Own, made time.Time) string {
	content := f.add(stream(" /Filter /FlateDecode", f.flate.deflate(o.Content)))
	text := f.add(stream("", []byte(o.Seal)))
	return fmt.Sprintf("/PieceInfo <</Sala <</LastModified %s /Private <</Seal %d 0 R /Content %d 0 R>>>>>>\n", pdfDate(made), text, content)
}

// maxContent bounds what is inflated.
const maxContent = 8 << 20

// ReadOwn returns what addOwn wrote. It says nothing about who wrote it.
func ReadOwn(b []byte) (*Own, error) {
	f, err := read(bytes.Clone(b))
	if err != nil {
		return nil, err
	}
	catalog := f.objects[f.root]
	i := bytes.Index(catalog, []byte("/PieceInfo <</Sala <<"))
	if i < 0 {
		return nil, fmt.Errorf("the file holds no document of ours")
	}
	o := &Own{}
	for key, set := range map[string]func([]byte){"/Seal ": func(b []byte) { o.Seal = string(b) }, "/Content ": func(b []byte) { o.Content = b }} {
		n, err := number(catalog[i:], key)
		if err != nil || n <= 0 || n >= len(f.objects) {
			return nil, fmt.Errorf("the file's own data is damaged")
		}
		body := f.objects[n]
		s := bytes.Index(body, []byte("stream\n"))
		length, err := number(body, "/Length ")
		if s < 0 || err != nil || s+7+length > len(body) {
			return nil, fmt.Errorf("the file's own data is damaged")
		}
		data := body[s+7 : s+7+length]
		if bytes.Contains(body[:s], []byte("/FlateDecode")) {
			z, err := zlib.NewReader(bytes.NewReader(data))
			if err != nil {
				return nil, fmt.Errorf("inflate the file's own data: %w", err)
			}
			if data, err = io.ReadAll(io.LimitReader(z, maxContent+1)); err != nil || len(data) > maxContent {
				return nil, fmt.Errorf("inflate the file's own data: %d bytes, %v", len(data), err)
			}
		}
		set(data)
	}
	return o, nil
}
