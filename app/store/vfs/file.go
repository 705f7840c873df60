package vfs

import (
	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// header is what SQLite sees at the head of our sqlite3_file; the file below
// lies headerSize bytes on.
type header struct {
	methods uintptr
	slot    uintptr
}

const headerSize = 16

func fileOf(tls *libc.TLS, file uintptr) *File {
	f := opened.get(int(at[header](file).slot))
	f.tls = tls
	return f
}

func xClose(tls *libc.TLS, file uintptr) int32 {
	slot := int(at[header](file).slot)
	f := opened.get(slot)
	f.tls = tls
	rc := call[fnFile](methods(f.below).FxClose)(tls, f.below)
	clear(f.Page)
	libc.Xfree(tls, f.room)
	opened.drop(slot)
	at[header](file).methods = 0
	return rc
}

func xRead(tls *libc.TLS, file, buf uintptr, n int32, off lib.Tsqlite3_int64) int32 {
	f := fileOf(tls, file)
	return int32(f.layer.Read(f, bytesAt(buf, int(n)), off))
}

func xWrite(tls *libc.TLS, file, buf uintptr, n int32, off lib.Tsqlite3_int64) int32 {
	f := fileOf(tls, file)
	return int32(f.layer.Write(f, bytesAt(buf, int(n)), off))
}

func xTruncate(tls *libc.TLS, file uintptr, size lib.Tsqlite3_int64) int32 {
	f := fileOf(tls, file)
	return int32(f.layer.Truncate(f, size))
}

func xSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	f := fileOf(tls, file)
	f.flags = flags
	return int32(f.layer.Sync(f))
}

func xFileSize(tls *libc.TLS, file, out uintptr) int32 {
	below := file + headerSize
	return call[fnOut](methods(below).FxFileSize)(tls, below, out)
}

func xLock(tls *libc.TLS, file uintptr, level int32) int32 {
	below := file + headerSize
	return call[fnFileInt](methods(below).FxLock)(tls, below, level)
}

func xUnlock(tls *libc.TLS, file uintptr, level int32) int32 {
	below := file + headerSize
	return call[fnFileInt](methods(below).FxUnlock)(tls, below, level)
}

func xCheckReservedLock(tls *libc.TLS, file, out uintptr) int32 {
	below := file + headerSize
	return call[fnOut](methods(below).FxCheckReservedLock)(tls, below, out)
}

// xFileControl keeps everything away that would extend or map the file behind
// the layer's back.
func xFileControl(tls *libc.TLS, file uintptr, op int32, arg uintptr) int32 {
	switch op {
	case lib.SQLITE_FCNTL_MMAP_SIZE:
		*at[int64](arg) = 0
		return lib.SQLITE_OK
	case lib.SQLITE_FCNTL_CHUNK_SIZE, lib.SQLITE_FCNTL_SIZE_HINT:
		return lib.SQLITE_OK
	}
	below := file + headerSize
	return call[fnControl](methods(below).FxFileControl)(tls, below, op, arg)
}

func xSectorSize(tls *libc.TLS, file uintptr) int32 {
	below := file + headerSize
	return call[fnFile](methods(below).FxSectorSize)(tls, below)
}

func xDeviceCharacteristics(tls *libc.TLS, file uintptr) int32 {
	below := file + headerSize
	c := call[fnFile](methods(below).FxDeviceCharacteristics)(tls, below)
	c &^= lib.SQLITE_IOCAP_BATCH_ATOMIC | lib.SQLITE_IOCAP_SUBPAGE_READ
	return c | lib.SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

func xShmMap(tls *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32 {
	below := file + headerSize
	return call[fnShmMap](methods(below).FxShmMap)(tls, below, region, size, extend, out)
}

func xShmLock(tls *libc.TLS, file uintptr, offset, n, flags int32) int32 {
	below := file + headerSize
	return call[fnShmLock](methods(below).FxShmLock)(tls, below, offset, n, flags)
}

func xShmBarrier(tls *libc.TLS, file uintptr) {
	below := file + headerSize
	call[fnBarrier](methods(below).FxShmBarrier)(tls, below)
}

func xShmUnmap(tls *libc.TLS, file uintptr, remove int32) int32 {
	below := file + headerSize
	return call[fnFileInt](methods(below).FxShmUnmap)(tls, below, remove)
}
