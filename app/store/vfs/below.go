package vfs

import (
	"runtime"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// The signatures of SQLite's file methods, as modernc.org/sqlite/lib calls
// them.
type (
	fnFile     = func(*libc.TLS, uintptr) int32
	fnFileInt  = func(*libc.TLS, uintptr, int32) int32
	fnTransfer = func(*libc.TLS, uintptr, uintptr, int32, lib.Tsqlite3_int64) int32
	fnTruncate = func(*libc.TLS, uintptr, lib.Tsqlite3_int64) int32
	fnOut      = func(*libc.TLS, uintptr, uintptr) int32
	fnControl  = func(*libc.TLS, uintptr, int32, uintptr) int32
	fnShmMap   = func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32
	fnShmLock  = func(*libc.TLS, uintptr, int32, int32, int32) int32
	fnBarrier  = func(*libc.TLS, uintptr)
	fnOpen     = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	fnDelete   = func(*libc.TLS, uintptr, uintptr, int32) int32
	fnAccess   = func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32
	fnFullPath = func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32
)

// at reads the C memory at addr as a T.
func at[T any](addr uintptr) *T { return *(**T)(unsafe.Pointer(&addr)) }

// call makes a Go function of a C function pointer: the pointer is the funcval
// word of a function value.
func call[F any](pointer uintptr) F {
	word := &struct{ uintptr }{pointer}
	return *(*F)(unsafe.Pointer(word))
}

// pointer makes a C function pointer of a package-level function: the second
// word of the interface. A closure would not do, the collector could free it.
func pointer(f any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&f))[1] }

func methods(file uintptr) *lib.Tsqlite3_io_methods {
	return at[lib.Tsqlite3_io_methods](at[lib.Tsqlite3_file](file).FpMethods)
}

// bytesAt returns n bytes of C memory.
func bytesAt(addr uintptr, n int) []byte { return unsafe.Slice(at[byte](addr), n) }

// ReadBelow fills p from the file below. What lies beyond the file's end is
// zeros, and the code then is ShortRead.
func (f *File) ReadBelow(p []byte, off int64) Code {
	if len(p) == 0 {
		return OK
	}
	rc := call[fnTransfer](methods(f.below).FxRead)(f.tls, f.below, uintptr(unsafe.Pointer(unsafe.SliceData(p))), int32(len(p)), off)
	runtime.KeepAlive(p)
	return Code(rc)
}

// WriteBelow writes p to the file below.
func (f *File) WriteBelow(p []byte, off int64) Code {
	rc := call[fnTransfer](methods(f.below).FxWrite)(f.tls, f.below, uintptr(unsafe.Pointer(unsafe.SliceData(p))), int32(len(p)), off)
	runtime.KeepAlive(p)
	return Code(rc)
}

// TruncateBelow sets the size of the file below, in bytes.
func (f *File) TruncateBelow(size int64) Code {
	return Code(call[fnTruncate](methods(f.below).FxTruncate)(f.tls, f.below, size))
}

// SyncBelow makes the file below durable, with the care that SQLite asked for.
func (f *File) SyncBelow() Code {
	return Code(call[fnFileInt](methods(f.below).FxSync)(f.tls, f.below, f.flags))
}
