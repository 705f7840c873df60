package pdf

import (
	"bytes"
	"fmt"
	"strconv"
)

// file is the objects of a PDF by number; 0 is unused.
type file struct {
	objects [][]byte // between "n 0 obj" and "endobj"
	root    int
	info    int
	flate   flater
}

// read takes a file of gofpdf apart along its cross-reference table.
func read(b []byte) (*file, error) {
	at := bytes.LastIndex(b, []byte("startxref\n"))
	if at < 0 {
		return nil, fmt.Errorf("finish: no startxref")
	}
	var xref, count int
	if _, err := fmt.Sscanf(string(b[at:]), "startxref\n%d", &xref); err != nil || xref < 0 || xref >= len(b) {
		return nil, fmt.Errorf("finish: no cross-reference table")
	}
	if _, err := fmt.Sscanf(string(b[xref:min(xref+40, len(b))]), "xref\n0 %d\n", &count); err != nil || count < 1 {
		return nil, fmt.Errorf("finish: no cross-reference table")
	}
	head := fmt.Sprintf("xref\n0 %d\n", count)
	table := b[xref+len(head):]
	if len(table) < 20*count {
		return nil, fmt.Errorf("finish: cross-reference table cut off")
	}
	f := &file{objects: make([][]byte, count)}
	for n := 1; n < count; n++ {
		off, err := strconv.Atoi(string(table[20*n : 20*n+10]))
		if err != nil || off >= xref {
			return nil, fmt.Errorf("finish: object %d: bad offset", n)
		}
		body := b[off:xref]
		start := fmt.Appendf(nil, "%d 0 obj\n", n)
		if !bytes.HasPrefix(body, start) {
			return nil, fmt.Errorf("finish: object %d is not where the table says", n)
		}
		body = body[len(start):]
		end := -1
		if s := bytes.Index(body, []byte("stream\n")); s >= 0 && s < bytes.Index(body, []byte("endobj")) {
			length, err := number(body[:s], "/Length ")
			if err != nil || s+7+length > len(body) {
				return nil, fmt.Errorf("finish: object %d: no length", n)
			}
			end = bytes.Index(body[s+7+length:], []byte("endobj")) + s + 7 + length
		} else {
			end = bytes.Index(body, []byte("endobj"))
		}
		if end < 0 {
			return nil, fmt.Errorf("finish: object %d does not end", n)
		}
		f.objects[n] = bytes.TrimRight(body[:end], "\n")
	}
	trailer := b[xref+len(head)+20*count : at]
	var err error
	if f.root, err = number(trailer, "/Root "); err != nil {
		return nil, err
	}
	if f.info, err = number(trailer, "/Info "); err != nil {
		return nil, err
	}
	if f.root >= count || f.info >= count {
		return nil, fmt.Errorf("finish: the trailer points outside")
	}
	return f, nil
}

// number returns the integer after a key.
func number(b []byte, key string) (int, error) {
	i := bytes.Index(b, []byte(key))
	if i < 0 {
		return 0, fmt.Errorf("finish: no %s", key)
	}
	b = b[i+len(key):]
	n := 0
	for n < len(b) && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return strconv.Atoi(string(b[:n]))
}

// add appends an object and returns its number.
func (f *file) add(body []byte) int {
	f.objects = append(f.objects, body)
	return len(f.objects) - 1
}

// replace changes exactly one place of an object.
func (f *file) replace(n int, old, with string) error {
	if bytes.Count(f.objects[n], []byte(old)) != 1 {
		return fmt.Errorf("finish: object %d does not hold %q once: has gofpdf changed?", n, old)
	}
	f.objects[n] = bytes.Replace(f.objects[n], []byte(old), []byte(with), 1)
	return nil
}

// pages returns the numbers of the page objects, in order.
func (f *file) pages() []int {
	var out []int
	for n, o := range f.objects {
		if bytes.HasPrefix(o, []byte("<</Type /Page\n")) {
			out = append(out, n)
		}
	}
	return out
}

// stream returns the body of a stream object.
func stream(dict string, data []byte) []byte {
	b := fmt.Appendf(make([]byte, 0, len(data)+len(dict)+60), "<<%s /Length %d>>\nstream\n", dict, len(data))
	b = append(b, data...)
	return append(b, "\nendstream"...)
}

// write puts the file together. It returns the offset at which object mark's
// body begins.
func (f *file) write(id [16]byte, mark int) ([]byte, int) {
	size := 2048
	for _, o := range f.objects {
		size += len(o) + 48
	}
	b := make([]byte, 0, size)
	// Four bytes of 80 and over tell programs that the file is not text.
	b = append(b, "%PDF-1.4\n%\xe0\xb8\xa8\xe0\n"...)
	offsets := make([]int, len(f.objects))
	markAt := 0
	for n := 1; n < len(f.objects); n++ {
		offsets[n] = len(b)
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, " 0 obj\n"...)
		if n == mark {
			markAt = len(b)
		}
		b = append(b, f.objects[n]...)
		b = append(b, "\nendobj\n"...)
	}
	xref := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects))
	for _, off := range offsets[1:] {
		b = fmt.Appendf(b, "%010d 00000 n \n", off)
	}
	b = fmt.Appendf(b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.objects), f.root, f.info, id, id, xref)
	return b, markAt
}
