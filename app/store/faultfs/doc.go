// Package faultfs is a disk that fails, for tests and the soak: a layer under
// the encryption (app/store/vfs) that records what SQLite writes and when it
// syncs, so that the disk can be shown as a power cut at any moment would have
// left it; and that refuses to write, or to sync, when it is told to.
//
// The model of a power cut: what was written to a file before its last
// completed sync is there. Of what was written since, any part may be there, in
// any order, down to sectors of 512 bytes, and a file that was created but
// never synced, or deleted and its folder not, may be there or not.
package faultfs
