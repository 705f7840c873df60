package spooler

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// jobState is a job's state (RFC 8011, section 5.3.7).
type jobState int

// The values of jobState. What lpstat prints does not tell a completed job from
// a cancelled one, so the print system is asked itself.
const (
	jobPending    jobState = 3
	jobHeld       jobState = 4
	jobProcessing jobState = 5
	jobStopped    jobState = 6
	jobCanceled   jobState = 7
	jobAborted    jobState = 8
	jobCompleted  jobState = 9
)

// printerIdle is the printer-state of a queue without work (RFC 8011, section
// 5.4.11); 4 is processing, 5 is stopped.
const printerIdle = 3

// Tags of the encoding (RFC 8010) and the operations asked for.
const (
	tagOperation = 0x01
	tagJob       = 0x02
	tagEnd       = 0x03
	tagPrinter   = 0x04
	tagEnum      = 0x23
	tagKeyword   = 0x44
	tagURI       = 0x45
	tagCharset   = 0x47
	tagLanguage  = 0x48

	opGetJob     = 0x0009
	opGetPrinter = 0x000B
	opGetDefault = 0x4001 // CUPS-Get-Default
)

var errIPP = errors.New("the print system's answer makes no sense")

// attribute is one value with its name; a further value of the attribute before
// has the name "".
type attribute struct {
	tag         byte
	name, value string
}

// question encodes a request.
func question(op uint16, attributes ...attribute) []byte {
	b := []byte{2, 0, byte(op >> 8), byte(op), 0, 0, 0, 1, tagOperation}
	head := []attribute{{tagCharset, "attributes-charset", "utf-8"}, {tagLanguage, "attributes-natural-language", "en"}}
	for _, a := range append(head, attributes...) {
		b = append(b, a.tag)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(a.name))), a.name...)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(a.value))), a.value...)
	}
	return append(b, tagEnd)
}

// getJob encodes the question for a job's state.
func getJob(id int) []byte {
	return question(opGetJob, attribute{tagURI, "job-uri", fmt.Sprintf("ipp://localhost/jobs/%d", id)},
		attribute{tagKeyword, "requested-attributes", "job-state"})
}

// getPrinter encodes the question how a queue's printer is; "" is the default queue.
func getPrinter(queue string) []byte {
	wanted := []attribute{{tagKeyword, "requested-attributes", "printer-state"}, {tagKeyword, "", "printer-state-reasons"}}
	if queue == "" {
		return question(opGetDefault, wanted...)
	}
	uri := attribute{tagURI, "printer-uri", "ipp://localhost/printers/" + url.PathEscape(queue)}
	return question(opGetPrinter, append([]attribute{uri}, wanted...)...)
}

// each hands on the attributes of an answer's groups of one kind, in their
// order, every value under its attribute's name.
func each(p []byte, group byte, found func(attribute)) error {
	if len(p) < 9 {
		return fmt.Errorf("%w: %d bytes", errIPP, len(p))
	}
	if status := binary.BigEndian.Uint16(p[2:]); status > 0xFF {
		return fmt.Errorf("ipp status %04x", status)
	}
	now, last := byte(0), ""
	for p = p[8:]; len(p) > 0 && p[0] != tagEnd; {
		if p[0] < 0x10 {
			now, last, p = p[0], "", p[1:]
			continue
		}
		tag := p[0]
		name, rest, ok := counted(p[1:])
		if !ok {
			return errIPP
		}
		value, rest, ok := counted(rest)
		if !ok {
			return errIPP
		}
		if len(name) > 0 {
			last = string(name)
		}
		if now == group {
			found(attribute{tag, last, string(value)})
		}
		p = rest
	}
	return nil
}

// enum returns the number of an attribute with that name.
func (a attribute) enum(name string) (int, bool) {
	if a.tag != tagEnum || a.name != name || len(a.value) != 4 {
		return 0, false
	}
	return int(binary.BigEndian.Uint32([]byte(a.value))), true
}

// stateOf decodes the answer to getJob.
func stateOf(p []byte) (jobState, error) {
	state := jobState(0)
	err := each(p, tagJob, func(a attribute) {
		if n, ok := a.enum("job-state"); ok {
			state = jobState(n)
		}
	})
	switch {
	case err != nil:
		return 0, err
	case state == 0:
		return 0, fmt.Errorf("%w: no state", errIPP)
	}
	return state, nil
}

// conditionOf decodes the answer to getPrinter.
func conditionOf(p []byte) (condition, error) {
	state, reasons := 0, []string(nil)
	err := each(p, tagPrinter, func(a attribute) {
		if n, ok := a.enum("printer-state"); ok {
			state = n
		}
		if a.tag == tagKeyword && a.name == "printer-state-reasons" {
			reasons = append(reasons, a.value)
		}
	})
	switch {
	case err != nil:
		return condition{}, err
	case state == 0:
		return condition{}, fmt.Errorf("%w: no state", errIPP)
	}
	return condition{busy: state != printerIdle, trouble: troubleOf(reasons)}, nil
}

// counted takes bytes with their count in front.
func counted(p []byte) (value, rest []byte, ok bool) {
	if len(p) < 2 {
		return nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(p))
	if len(p) < 2+n {
		return nil, nil, false
	}
	return p[2 : 2+n], p[2+n:], true
}

// sockets are where CUPS listens, before its port on this computer.
func sockets() []string {
	return []string{"/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd"}
}

// askLocal sends a question to the computer's own print system.
func askLocal(ctx context.Context, question []byte) ([]byte, error) {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		for _, path := range sockets() {
			if c, err := d.DialContext(ctx, "unix", path); err == nil {
				return c, nil
			}
		}
		return d.DialContext(ctx, "tcp", "localhost:631")
	}
	client := http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/", bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/ipp")
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("print system: %s", resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<16))
}
