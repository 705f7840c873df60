//go:build window

package main_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// screen listens to the display in the X protocol itself (X.Org, X Window System
// Protocol 11, and DAMAGE 1.1): a program that asks again and again takes the
// processor from what is being measured.
type screen struct {
	t      testing.TB
	line   net.Conn
	in     *bufio.Reader
	root   uint32
	first  uint32   // of the names that this client may give
	damage byte     // the extension's opcode
	event  byte     // and its event
	events [][]byte // that came before an answer
	seen   uint32   // windows so far
}

// Opcodes and masks of the protocol.
const (
	xChangeAttributes, xGetProperty, xGetImage, xQueryExtension = 2, 20, 73, 98
	xEventMask, xSubstructure, xProperty                        = 1 << 11, 1 << 19, 1 << 22
	xMapNotify, xName                                           = 19, 39
)

// openScreen connects to DISPLAY.
func openScreen(t testing.TB) *screen {
	t.Helper()
	number, _, _ := strings.Cut(strings.TrimPrefix(os.Getenv("DISPLAY"), ":"), ".")
	line, err := net.Dial("unix", "/tmp/.X11-unix/X"+number)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	s := &screen{t: t, line: line, in: bufio.NewReader(line)}
	s.send([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	head := s.read(8)
	if head[0] != 1 {
		t.Fatal("the display lets nobody in")
	}
	setup := s.read(4 * int(binary.LittleEndian.Uint16(head[6:])))
	s.first = binary.LittleEndian.Uint32(setup[4:])
	vendor := (int(binary.LittleEndian.Uint16(setup[16:])) + 3) &^ 3
	s.root = binary.LittleEndian.Uint32(setup[32+vendor+8*int(setup[21]):])

	s.damage, s.event = s.extension("DAMAGE")
	s.request(s.damage, 0, 1, 1) // its version
	s.reply()
	s.request(xChangeAttributes, 0, s.root, xEventMask, xSubstructure)
	return s
}

func (s *screen) extension(name string) (opcode, event byte) {
	padded := make([]byte, (len(name)+3)&^3)
	copy(padded, name)
	s.send(append([]byte{xQueryExtension, 0, byte(2 + len(padded)/4), 0, byte(len(name)), 0, 0, 0}, padded...))
	answer := s.reply()
	if answer[8] == 0 {
		s.t.Fatalf("the display has no %s extension", name)
	}
	return answer[9], answer[10]
}

// shows waits until a window whose title matches has been painted as it should be,
// of which looks is told the colours of a column in its middle.
func (s *screen) shows(title string, looks func(column []uint32) bool) (id uint32) {
	s.t.Helper()
	re := regexp.MustCompile(title)
	if err := s.line.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		s.t.Fatal(err)
	}
	for {
		e := s.next()
		id = binary.LittleEndian.Uint32(e[4:])
		switch e[0] &^ 0x80 {
		case xMapNotify:
			id = binary.LittleEndian.Uint32(e[8:])
			s.seen++
			s.request(xChangeAttributes, 0, id, xEventMask, xProperty)
			s.request(s.damage, 1, s.first+s.seen, id, 0)
		case s.event, 28: // painted, or another title
		default:
			continue
		}
		if re.MatchString(s.name(id)) && looks(s.column(id)) {
			return id
		}
	}
}

func (s *screen) name(id uint32) string {
	s.request(xGetProperty, 0, id, xName, 0, 0, 64)
	a := s.reply()
	if a[0] != 1 {
		return ""
	}
	return string(a[32 : 32+binary.LittleEndian.Uint32(a[16:])])
}

// column returns the middle of a window of 1366 x 768 from top to bottom.
func (s *screen) column(id uint32) []uint32 { return s.part(id, 683, 0, 1, 768) }

// part returns the colours of a part of a window.
func (s *screen) part(id, x, y, width, height uint32) []uint32 {
	s.request(xGetImage, 2, id, x|y<<16, width|height<<16, 0xffffff)
	a := s.reply()
	if a[0] != 1 {
		return nil
	}
	var out []uint32
	for at := 32; at+4 <= len(a); at += 4 {
		out = append(out, binary.LittleEndian.Uint32(a[at:])&0xffffff)
	}
	return out
}

// request sends a request; the second argument is its second byte.
func (s *screen) request(opcode, detail byte, args ...uint32) {
	b := []byte{opcode, detail, 0, 0}
	binary.LittleEndian.PutUint16(b[2:], uint16(1+len(args)))
	for _, a := range args {
		b = binary.LittleEndian.AppendUint32(b, a)
	}
	s.send(b)
}

func (s *screen) send(b []byte) {
	if _, err := s.line.Write(b); err != nil {
		s.t.Fatal(err)
	}
}

func (s *screen) read(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.in, b); err != nil {
		s.t.Fatal(fmt.Errorf("the display says nothing more: %w", err))
	}
	return b
}

// reply returns the answer to the last request, or its error.
func (s *screen) reply() []byte {
	for {
		b := s.read(32)
		switch b[0] {
		case 0:
			return b
		case 1:
			return append(b, s.read(4*int(binary.LittleEndian.Uint32(b[4:])))...)
		}
		s.events = append(s.events, b)
	}
}

// next returns the next event.
func (s *screen) next() []byte {
	if len(s.events) > 0 {
		e := s.events[0]
		s.events = s.events[1:]
		return e
	}
	return s.read(32)
}
