package cipherfs

import "sala/app/store/vfs"

// The WAL's own structure, in bytes (sqlite.org/fileformat2.html, section 4).
const (
	walHeader   = 32
	frameHeader = 24
	frameSize   = frameHeader + vfs.PageSize
)

// Layer returns the layer that encrypts under keys.
func Layer(keys *Keys) vfs.Layer { return layer{keys: keys} }

type layer struct {
	vfs.Through
	keys *Keys
}

func (layer) Reserve() int { return Reserve }

// Open refuses whatever would hold plaintext.
func (layer) Open(f *vfs.File) vfs.Code {
	if f.Kind == vfs.Temporary {
		return vfs.CantOpen
	}
	return vfs.OK
}

func (l layer) Read(f *vfs.File, p []byte, off int64) vfs.Code {
	var rc vfs.Code
	switch f.Kind {
	case vfs.Database:
		rc = l.readDatabase(f, p, off)
	case vfs.WAL:
		rc = l.readWAL(f, p, off)
	case vfs.Journal:
		rc = l.readJournal(f, p, off)
	case vfs.SuperJournal:
		return f.ReadBelow(p, off)
	default:
		rc = vfs.ReadError
	}
	if rc != vfs.OK && rc != vfs.ShortRead {
		clear(p)
	}
	return rc
}

func (l layer) readDatabase(f *vfs.File, p []byte, off int64) vfs.Code {
	if len(p) == vfs.PageSize && off%vfs.PageSize == 0 {
		if rc := f.ReadBelow(p, off); rc != vfs.OK {
			return rc
		}
		if !l.keys.open(p, f.Kind, uint64(off/vfs.PageSize)+1) {
			return vfs.DataError
		}
		return vfs.OK
	}
	// The file's header, before SQLite knows the page size.
	for len(p) > 0 {
		page, from := off/vfs.PageSize, int(off%vfs.PageSize)
		rc := f.ReadBelow(f.Page, page*vfs.PageSize)
		if rc != vfs.OK {
			clear(p)
			return rc
		}
		if !l.keys.open(f.Page, f.Kind, uint64(page)+1) {
			clear(p)
			if page == 0 {
				// Torn by a checkpoint that was cut off: the good copy is in the WAL.
				return vfs.ShortRead
			}
			return vfs.DataError
		}
		n := copy(p, f.Page[from:])
		p, off = p[n:], off+int64(n)
	}
	clear(f.Page)
	return vfs.OK
}

func (l layer) readWAL(f *vfs.File, p []byte, off int64) vfs.Code {
	if off < walHeader && off+int64(len(p)) <= walHeader {
		return f.ReadBelow(p, off)
	}
	if off < walHeader {
		return vfs.ReadError
	}
	in := (off - walHeader) % frameSize
	switch {
	case in == frameHeader && len(p) == vfs.PageSize:
		if rc := f.ReadBelow(p, off); rc != vfs.OK {
			return rc
		}
		if !l.keys.open(p, f.Kind, uint64(off)) {
			return vfs.DataError
		}
		return vfs.OK
	case in+int64(len(p)) <= frameHeader:
		return f.ReadBelow(p, off)
	case in == 0 && len(p) == frameSize:
		if rc := f.ReadBelow(p, off); rc != vfs.OK {
			return rc
		}
		if body := p[frameHeader:]; !l.keys.open(body, f.Kind, uint64(off+frameHeader)) {
			// Recovery reads here: a torn frame must look like one, a wrong
			// checksum that ends the log, and never like a failing disk.
			body[0] = ^body[0]
		}
		return vfs.OK
	}
	return vfs.ReadError
}

func (l layer) readJournal(f *vfs.File, p []byte, off int64) vfs.Code {
	rc := f.ReadBelow(p, off)
	if len(p) != vfs.PageSize || rc != vfs.OK {
		return rc
	}
	if !l.keys.open(p, f.Kind, uint64(off)) {
		return vfs.ShortRead // a torn record is the end of the journal
	}
	return vfs.OK
}

func (l layer) Write(f *vfs.File, p []byte, off int64) vfs.Code {
	position := uint64(off)
	switch f.Kind {
	case vfs.Database:
		if len(p) != vfs.PageSize || off%vfs.PageSize != 0 {
			return vfs.WriteError
		}
		position = uint64(off/vfs.PageSize) + 1
	case vfs.WAL:
		in := (off - walHeader) % frameSize
		if off == 0 && len(p) <= walHeader || off >= walHeader && in+int64(len(p)) <= frameHeader {
			return f.WriteBelow(p, off)
		}
		if off < walHeader || in != frameHeader || len(p) != vfs.PageSize {
			return vfs.WriteError
		}
	case vfs.Journal:
		if len(p) != vfs.PageSize {
			return f.WriteBelow(p, off)
		}
	case vfs.SuperJournal:
		return f.WriteBelow(p, off)
	default:
		return vfs.WriteError
	}
	if !l.keys.seal(f.Page, p, f.Kind, position) {
		return vfs.WriteError
	}
	return f.WriteBelow(f.Page, off)
}
