package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"
)

// packed is one file of an archive.
type packed struct {
	name string // with forward slashes, without a leading one
	mode int64  // 0o644, 0o755
	body []byte
}

// writeTarGz writes files and the folders that they lie in. The same files and
// time give the same bytes.
func writeTarGz(w io.Writer, files []packed, at time.Time) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	made := map[string]bool{}
	for _, f := range sorted(files) {
		for _, dir := range foldersOf(f.name) {
			if made[dir] {
				continue
			}
			made[dir] = true
			if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "./" + dir + "/", Mode: 0o755, ModTime: at, Uname: "root", Gname: "root", Format: tar.FormatGNU}); err != nil {
				return err
			}
		}
		if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "./" + f.name, Mode: f.mode, Size: int64(len(f.body)), ModTime: at, Uname: "root", Gname: "root", Format: tar.FormatGNU}); err != nil {
			return err
		}
		if _, err := t.Write(f.body); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func sorted(files []packed) []packed {
	return slices.SortedFunc(slices.Values(files), func(a, b packed) int { return strings.Compare(a.name, b.name) })
}

// foldersOf returns "usr", "usr/bin" for "usr/bin/sala".
func foldersOf(name string) []string {
	var folders []string
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		folders = append(folders, dir)
	}
	slices.Reverse(folders)
	return folders
}

// debian is a binary package, as deb(5) describes it.
type debian struct {
	name, version, arch string
	depends, recommends string
	says, more          string // the short description, and the long one
	postinst            string // a shell script, "" for none
	conffiles           []string
	files               []packed
}

// control returns the package's control file.
func (d debian) control() string {
	size := 0
	for _, f := range d.files {
		size += (len(f.body) + 1023) / 1024
	}
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	field("Package", d.name)
	field("Version", d.version)
	field("Architecture", d.arch)
	field("Maintainer", "Sala maintainers <sala@sala.invalid>")
	field("Installed-Size", fmt.Sprint(size))
	field("Depends", d.depends)
	field("Recommends", d.recommends)
	field("Section", "misc")
	field("Priority", "optional")
	field("Description", d.says)
	for line := range strings.Lines(d.more) {
		b.WriteString(" " + line)
	}
	b.WriteString("\n")
	return b.String()
}

// write writes the package: an ar archive of a version, the control files and
// the data.
func (d debian) write(w io.Writer, at time.Time) error {
	var sums strings.Builder
	for _, f := range sorted(d.files) {
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.body), f.name) // the format's, for finding damage, not fraud
	}
	control := []packed{{"control", 0o644, []byte(d.control())}, {"md5sums", 0o644, []byte(sums.String())}}
	if d.postinst != "" {
		control = append(control, packed{"postinst", 0o755, []byte(d.postinst)})
	}
	if len(d.conffiles) > 0 {
		control = append(control, packed{"conffiles", 0o644, []byte("/" + strings.Join(d.conffiles, "\n/") + "\n")})
	}
	var controlTar, dataTar bytes.Buffer
	if err := writeTarGz(&controlTar, control, at); err != nil {
		return err
	}
	if err := writeTarGz(&dataTar, d.files, at); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "!<arch>\n"); err != nil {
		return err
	}
	for _, member := range []struct {
		name string
		body []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.gz", controlTar.Bytes()}, {"data.tar.gz", dataTar.Bytes()}} {
		if err := writeAr(w, member.name, member.body, at); err != nil {
			return err
		}
	}
	return nil
}

// writeAr writes one member of an ar archive: a header of 60 bytes, and the
// body padded to an even length.
func writeAr(w io.Writer, name string, body []byte, at time.Time) error {
	if _, err := fmt.Fprintf(w, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, at.Unix(), 0, 0, "100644", len(body)); err != nil {
		return err
	}
	if len(body)%2 == 1 {
		body = append(slices.Clone(body), '\n')
	}
	_, err := w.Write(body)
	return err
}

// writeZip writes files as a zip archive.
func writeZip(w io.Writer, files []packed, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range sorted(files) {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		h.SetMode(0o644)
		body, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := body.Write(f.body); err != nil {
			return err
		}
	}
	return z.Close()
}
