package vfs

import (
	"fmt"
	"strconv"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Mount is a layer under the name by which connections ask for it.
type Mount struct {
	name  string
	slot  int
	vfs   uintptr // our sqlite3_vfs
	zName uintptr
	base  uintptr // the sqlite3_vfs below
	layer Layer
}

// opened and mounts translate the integers that SQLite calls back with.
var (
	opened   table[File]
	mounts   table[Mount]
	register sync.Mutex
	process  struct { // made at the first mount, kept while the process lives
		tls     *libc.TLS
		methods uintptr
		count   int
	}
)

// New mounts layer over the operating system's files, or over the mount below
// unless that is nil. Unmount it when every connection is closed.
func New(layer Layer, below *Mount) (*Mount, error) {
	register.Lock()
	defer register.Unlock()
	if err := prepare(); err != nil {
		return nil, err
	}
	tls := process.tls
	m := &Mount{layer: layer, base: lib.Xsqlite3_vfs_find(tls, 0)}
	if below != nil {
		m.base = below.vfs
	}
	if m.base == 0 {
		return nil, fmt.Errorf("mount: SQLite has no file system")
	}
	process.count++
	m.name = "sala" + strconv.Itoa(process.count)
	m.vfs = libc.Xcalloc(tls, 1, lib.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_vfs{})))
	zName, err := libc.CString(m.name)
	if err != nil || m.vfs == 0 {
		return nil, fmt.Errorf("mount: no memory")
	}
	m.zName = zName
	m.slot = mounts.add(m)

	v := at[lib.Tsqlite3_vfs](m.vfs)
	*v = *at[lib.Tsqlite3_vfs](m.base) // xRandomness, xSleep, xCurrentTime and the rest stay
	v.FpNext, v.FzName, v.FpAppData = 0, zName, uintptr(m.slot)
	v.FszOsFile += headerSize
	v.FxOpen, v.FxDelete = pointer(xOpen), pointer(xDelete)
	v.FxAccess, v.FxFullPathname = pointer(xAccess), pointer(xFullPathname)
	if rc := lib.Xsqlite3_vfs_register(tls, m.vfs, 0); rc != lib.SQLITE_OK {
		return nil, fmt.Errorf("mount: SQLite answers %d", rc)
	}
	return m, nil
}

// Name returns the value of the DSN parameter vfs.
func (m *Mount) Name() string { return m.name }

// Unmount takes the layer away. No connection may be open that uses it.
func (m *Mount) Unmount() {
	register.Lock()
	defer register.Unlock()
	if m.vfs == 0 {
		return
	}
	lib.Xsqlite3_vfs_unregister(process.tls, m.vfs)
	mounts.drop(m.slot)
	libc.Xfree(process.tls, m.vfs)
	libc.Xfree(process.tls, m.zName)
	m.vfs = 0
}

func prepare() error {
	if process.tls != nil {
		return nil
	}
	tls := libc.NewTLS()
	p := libc.Xcalloc(tls, 1, lib.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_io_methods{})))
	if p == 0 {
		return fmt.Errorf("mount: no memory")
	}
	*at[lib.Tsqlite3_io_methods](p) = lib.Tsqlite3_io_methods{
		FiVersion: 2, // shared memory, but no xFetch: ciphertext cannot be mapped
		FxClose:   pointer(xClose), FxRead: pointer(xRead), FxWrite: pointer(xWrite), FxTruncate: pointer(xTruncate),
		FxSync: pointer(xSync), FxFileSize: pointer(xFileSize), FxLock: pointer(xLock), FxUnlock: pointer(xUnlock),
		FxCheckReservedLock: pointer(xCheckReservedLock), FxFileControl: pointer(xFileControl), FxSectorSize: pointer(xSectorSize),
		FxDeviceCharacteristics: pointer(xDeviceCharacteristics), FxShmMap: pointer(xShmMap), FxShmLock: pointer(xShmLock),
		FxShmBarrier: pointer(xShmBarrier), FxShmUnmap: pointer(xShmUnmap),
	}
	if rc := lib.Xsqlite3_auto_extension(tls, pointer(xReserve)); rc != lib.SQLITE_OK {
		return fmt.Errorf("mount: SQLite answers %d", rc)
	}
	process.tls, process.methods = tls, p
	return nil
}

// xReserve runs inside every open, before any PRAGMA, and tells the new
// connection to keep the layer's bytes at the end of each page.
func xReserve(tls *libc.TLS, db, _, _ uintptr) int32 {
	out := tls.Alloc(8)
	defer tls.Free(8)
	name, err := libc.CString("main")
	if err != nil {
		return lib.SQLITE_NOMEM
	}
	defer libc.Xfree(tls, name)
	*at[uintptr](out) = 0
	if lib.Xsqlite3_file_control(tls, db, name, lib.SQLITE_FCNTL_VFS_POINTER, out) != lib.SQLITE_OK {
		return lib.SQLITE_OK
	}
	v := *at[uintptr](out)
	m := mounts.find(func(m *Mount) bool { return m.vfs == v })
	if m == nil {
		return lib.SQLITE_OK
	}
	// Plans must not depend on what is bound: SQLite 3.54 would otherwise plan
	// the statements inside FTS5 anew for every term of a query.
	va := libc.NewVaList(int32(1), uintptr(0))
	rc := lib.Xsqlite3_db_config(tls, db, lib.SQLITE_DBCONFIG_ENABLE_QPSG, va)
	libc.Xfree(tls, va)
	if rc != lib.SQLITE_OK || m.layer.Reserve() == 0 {
		return rc
	}
	*at[int32](out) = int32(m.layer.Reserve())
	return lib.Xsqlite3_file_control(tls, db, name, lib.SQLITE_FCNTL_RESERVE_BYTES, out)
}

func mountOf(v uintptr) *Mount { return mounts.get(int(at[lib.Tsqlite3_vfs](v).FpAppData)) }

func xOpen(tls *libc.TLS, v, zName, file uintptr, flags int32, outFlags uintptr) int32 {
	m := mountOf(v)
	h := at[header](file)
	*h = header{} // no methods: SQLite does not close what did not open
	f := &File{Kind: kindOf(flags), layer: m.layer, below: file + headerSize, tls: tls}
	if zName != 0 {
		f.Path = libc.GoString(zName)
	}
	if rc := m.layer.Open(f); rc != OK {
		return int32(rc)
	}
	at[lib.Tsqlite3_file](f.below).FpMethods = 0
	rc := call[fnOpen](at[lib.Tsqlite3_vfs](m.base).FxOpen)(tls, m.base, zName, f.below, flags, outFlags)
	if rc != lib.SQLITE_OK {
		return rc
	}
	f.room = libc.Xmalloc(tls, PageSize)
	if f.room == 0 {
		call[fnFile](methods(f.below).FxClose)(tls, f.below)
		return lib.SQLITE_NOMEM
	}
	f.Page = bytesAt(f.room, PageSize)
	h.slot = uintptr(opened.add(f))
	h.methods = process.methods
	return lib.SQLITE_OK
}

func kindOf(flags int32) Kind {
	switch {
	case flags&lib.SQLITE_OPEN_MAIN_DB != 0:
		return Database
	case flags&lib.SQLITE_OPEN_WAL != 0:
		return WAL
	case flags&lib.SQLITE_OPEN_MAIN_JOURNAL != 0:
		return Journal
	case flags&lib.SQLITE_OPEN_SUPER_JOURNAL != 0:
		return SuperJournal
	}
	return Temporary
}

func xDelete(tls *libc.TLS, v, zName uintptr, syncDir int32) int32 {
	m := mountOf(v)
	rc := call[fnDelete](at[lib.Tsqlite3_vfs](m.base).FxDelete)(tls, m.base, zName, syncDir)
	if rc == lib.SQLITE_OK {
		m.layer.Deleted(libc.GoString(zName))
	}
	return rc
}

func xAccess(tls *libc.TLS, v, zName uintptr, flags int32, out uintptr) int32 {
	m := mountOf(v)
	return call[fnAccess](at[lib.Tsqlite3_vfs](m.base).FxAccess)(tls, m.base, zName, flags, out)
}

func xFullPathname(tls *libc.TLS, v, zName uintptr, n int32, out uintptr) int32 {
	m := mountOf(v)
	return call[fnFullPath](at[lib.Tsqlite3_vfs](m.base).FxFullPathname)(tls, m.base, zName, n, out)
}
