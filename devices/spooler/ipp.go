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

// Tags of the encoding (RFC 8010).
const (
	tagOperation = 0x01
	tagJob       = 0x02
	tagEnd       = 0x03
	tagEnum      = 0x23
	tagKeyword   = 0x44
	tagURI       = 0x45
	tagCharset   = 0x47
	tagLanguage  = 0x48

	opGetJob = 0x0009
)

var errIPP = errors.New("the print system's answer makes no sense")

// getJob encodes the question for a job's state.
func getJob(id int) []byte {
	b := []byte{2, 0, opGetJob >> 8, opGetJob, 0, 0, 0, 1, tagOperation}
	for _, a := range []struct {
		tag         byte
		name, value string
	}{
		{tagCharset, "attributes-charset", "utf-8"}, {tagLanguage, "attributes-natural-language", "en"},
		{tagURI, "job-uri", fmt.Sprintf("ipp://localhost/jobs/%d", id)}, {tagKeyword, "requested-attributes", "job-state"},
	} {
		b = append(b, a.tag)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(a.name))), a.name...)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(a.value))), a.value...)
	}
	return append(b, tagEnd)
}

// stateOf decodes the answer.
func stateOf(p []byte) (jobState, error) {
	if len(p) < 9 {
		return 0, fmt.Errorf("%w: %d bytes", errIPP, len(p))
	}
	if status := binary.BigEndian.Uint16(p[2:]); status > 0xFF {
		return 0, fmt.Errorf("ipp status %04x", status)
	}
	group := byte(0)
	for p = p[8:]; len(p) > 0 && p[0] != tagEnd; {
		if p[0] < 0x10 {
			group, p = p[0], p[1:]
			continue
		}
		tag := p[0]
		name, rest, ok := counted(p[1:])
		if !ok {
			return 0, errIPP
		}
		value, rest, ok := counted(rest)
		if !ok {
			return 0, errIPP
		}
		if group == tagJob && tag == tagEnum && string(name) == "job-state" && len(value) == 4 {
			return jobState(binary.BigEndian.Uint32(value)), nil
		}
		p = rest
	}
	return 0, fmt.Errorf("%w: no state", errIPP)
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
