// Package archivetest asks a program of others, Apache PDFBox Preflight, whether
// files are PDF/A-1b. Only tests use it.
package archivetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// jars are Preflight and what it needs, as Debian lays them out. Java has not
// brought javax.activation and javax.xml.bind along since version 11.
var jars = []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"}

// Check fails the test for every PDF of a folder that the validator does not
// take, with what it says of it. All are checked by one process.
func Check(t testing.TB, folder string) {
	t.Helper()
	for name, fault := range Faults(t, folder) {
		t.Errorf("%s is no PDF/A-1b: %s", name, fault)
	}
}

// Faults returns what the validator says against the PDFs of a folder, by the
// file's name. Files that it takes are not in it.
func Faults(t testing.TB, folder string) map[string]string {
	t.Helper()
	java, err := exec.LookPath("java")
	if err != nil {
		t.Fatal("java is missing: run go run ./cmd/dev test, which installs it")
	}
	var path []string
	for _, jar := range jars {
		file := filepath.Join("/usr/share/java", jar+".jar")
		if _, err := os.Stat(file); err != nil {
			t.Fatalf("%s is missing: run go run ./cmd/dev test, which installs it", jar)
		}
		path = append(path, file)
	}
	// Its exit code counts the faulty files; what it prints says which.
	out, _ := exec.Command(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", strings.Join(path, string(os.PathListSeparator)),
		"org.apache.pdfbox.preflight.Validator_A1b", "batch", folder).CombinedOutput()
	files, err := filepath.Glob(filepath.Join(folder, "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no PDF to check: %v", err)
	}
	faults := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.Contains(string(out), "The file "+name+" is a valid PDF/A-1b file") {
			continue
		}
		_, fault, found := strings.Cut(string(out), "The file "+name+" is not a valid PDF/A-1b file")
		if fault, _, _ = strings.Cut(fault, "The file "); !found {
			fault = string(out)
		}
		faults[name] = strings.TrimSpace(fault)
	}
	return faults
}
