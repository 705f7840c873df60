package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func sample() debian {
	return debian{name: "trial", version: "1.2.0", arch: "all", says: "a trial", more: "Of two\nlines.\n", depends: "libc6",
		postinst: "#!/bin/sh\ntrue\n", conffiles: []string{"etc/default/trial"},
		files: []packed{{"usr/bin/trial", 0o755, []byte("#!/bin/sh\n")}, {"etc/default/trial", 0o644, []byte("A=1")}}}
}

// dpkg itself reads the package.
func TestDpkgReadsThePackage(t *testing.T) {
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Fatal("there is no dpkg-deb: install dpkg, or run this on Debian or Ubuntu")
	}
	file := filepath.Join(t.TempDir(), "trial.deb")
	var b bytes.Buffer
	if err := sample().write(&b, time.Unix(1_700_000_000, 0)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want []string
	}{
		{[]string{"--field", file, "Package", "Version", "Depends", "Description"}, []string{"Package: trial", "Version: 1.2.0", "Depends: libc6", "a trial\n Of two\n lines."}},
		{[]string{"--contents", file}, []string{"-rwxr-xr-x root/root", "./usr/bin/trial", "drwxr-xr-x root/root", "./etc/default/trial"}},
		{[]string{"--info", file, "postinst"}, []string{"#!/bin/sh\ntrue"}},
		{[]string{"--info", file, "conffiles"}, []string{"/etc/default/trial\n"}},
		{[]string{"--info", file, "md5sums"}, []string{"3e2b31c72181b87149ff995e7202c0e3  usr/bin/trial"}},
	} {
		out, err := exec.CommandContext(t.Context(), "dpkg-deb", test.args...).CombinedOutput()
		if err != nil {
			t.Fatalf("dpkg-deb %v: %v\n%s", test.args, err, out)
		}
		for _, want := range test.want {
			if !strings.Contains(string(out), want) {
				t.Errorf("dpkg-deb %v does not say %q but\n%s", test.args[:1], want, out)
			}
		}
	}
}

func TestTheSamePackageTwice(t *testing.T) {
	var a, b bytes.Buffer
	at := time.Unix(1_700_000_000, 0)
	first, second := sample(), sample()
	second.files[0], second.files[1] = second.files[1], second.files[0]
	if err := errors.Join(first.write(&a, at), second.write(&b, at)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the order in which files are gathered changes the package")
	}
}

func TestTarHasItsFolders(t *testing.T) {
	var b bytes.Buffer
	if err := writeTarGz(&b, []packed{{"a/b/c", 0o644, []byte("x")}, {"a/d", 0o755, nil}}, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
	}
	if got := strings.Join(names, " "); got != "./a/ ./a/b/ ./a/b/c ./a/d" {
		t.Errorf("holds %s", got)
	}
}

// Every file that is packed from the tree is in the tree.
func TestWhatIsPackedIsThere(t *testing.T) {
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	for _, name := range []string{"sala", "salactl", "central"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("x"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	packages, err := release{version: "1.0.0", root: root, bin: bin}.debians("amd64")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range packages {
		for _, f := range p.files {
			if seen[f.name] {
				t.Errorf("two packages hold %s", f.name)
			}
			seen[f.name] = true
			if len(f.body) == 0 {
				t.Errorf("%s is empty", f.name)
			}
		}
	}
}
