package watch

import "net"

// Systemd returns what tells systemd, from the first beat on, that the program is
// there, and that it and its watcher move, by the protocol of sd_notify(3): socket is
// the value of NOTIFY_SOCKET, "" for a program that systemd did not start, which tells
// nobody.
func Systemd(socket string) func(What) {
	if socket == "" {
		return func(What) {}
	}
	if socket[0] == '@' {
		socket = "\x00" + socket[1:]
	}
	ready := false
	return func(w What) {
		if w != Beat && w != Waits {
			return
		}
		c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
		if err != nil {
			return // whoever waits for the word will act without it
		}
		defer c.Close()
		says := "WATCHDOG=1"
		if !ready && w == Beat {
			says, ready = "READY=1\nWATCHDOG=1", true
		}
		_, _ = c.Write([]byte(says))
	}
}
