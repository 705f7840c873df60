package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// system is what dev knows of the machine that it runs on.
type system struct {
	os      string // as runtime.GOOS
	apt     bool   // apt-get and dpkg-query are there
	root    bool
	sudo    bool
	display bool // a window can be shown
}

func thisSystem() system {
	has := func(name string) bool { _, err := exec.LookPath(name); return err == nil }
	return system{
		os:      runtime.GOOS,
		apt:     has("apt-get") && has("dpkg-query"),
		root:    os.Getuid() == 0,
		sudo:    has("sudo"),
		display: runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "",
	}
}

// need is a set of Debian packages and what they are for.
type need struct {
	says     string
	packages []string
}

// windowNeeds are what building the window takes.
func windowNeeds() need {
	return need{"to build the window", []string{"gcc", "libc6-dev", "pkg-config", "libgl1-mesa-dev", "xorg-dev", "libgl1-mesa-dri"}}
}

// testNeeds are what the tests take besides: the virtual display and the
// programs of others that check what ours makes.
func testNeeds() []need {
	return []need{
		windowNeeds(),
		{"to run the window unseen", []string{"xvfb", "xdotool", "x11-utils"}},
		{"to check PDF and pictures", []string{"poppler-utils", "qpdf", "mupdf-tools", "imagemagick", "zbar-tools", "libharfbuzz-bin"}},
		{"to check signatures", []string{"openssl", "libnss3-tools"}},
		{"to check that certificates are PDF/A", []string{"default-jre-headless", "libpdfbox2-java", "libactivation-java", "libjaxb-api-java"}},
		{"to check the card reader", []string{"pcscd", "libccid", "pcsc-tools", "opensc", "socat"}},
		{"to check the store and the central system", []string{"sqlite3", "postgresql", "swtpm"}},
		{"to check the console", []string{"chromium"}},
		{"to check the kiosk's voice", []string{"espeak-ng"}},
	}
}

// install makes sure that Debian packages are there. It asks before it changes
// the machine, unless it runs as root or was told --yes; where there is no
// apt-get it says which packages to install.
func (d *dev) install(ctx context.Context, out io.Writer, needs ...need) error {
	if d.system.os != "linux" {
		return nil
	}
	var all []string
	for _, n := range needs {
		all = append(all, n.packages...)
	}
	if !d.system.apt {
		if missing := missingTools(); len(missing) > 0 {
			return fmt.Errorf("this machine has no apt-get, and lacks %s; install what your system calls these Debian packages, then try again: %s",
				strings.Join(missing, ", "), strings.Join(all, " "))
		}
		return nil
	}
	missing, err := missingPackages(ctx, all)
	if err != nil || len(missing) == 0 {
		return err
	}
	fmt.Fprintf(out, "installing %d packages, which can take some minutes: %s\n", len(missing), strings.Join(missing, " "))
	if err := d.mayInstall(missing); err != nil {
		return err
	}
	for _, args := range [][]string{{"update", "-q"}, append([]string{"install", "-q", "-y", "--no-install-recommends"}, missing...)} {
		var said bytes.Buffer
		cmd := d.command(ctx, &said, d.aptGet(args...)...)
		cmd.Env = append(cmd.Env, "DEBIAN_FRONTEND=noninteractive")
		if err := cmd.Run(); err != nil && args[0] != "update" { // an index that is a little old may do
			out.Write(said.Bytes())
			return fmt.Errorf("apt-get %s: %w", args[0], err)
		}
	}
	return nil
}

func (d *dev) aptGet(args ...string) []string {
	if d.system.root {
		return append([]string{"apt-get"}, args...)
	}
	return append([]string{"sudo", "DEBIAN_FRONTEND=noninteractive", "apt-get"}, args...)
}

// mayInstall asks, where it must.
func (d *dev) mayInstall(missing []string) error {
	byHand := "install them yourself: apt-get install --no-install-recommends " + strings.Join(missing, " ")
	switch {
	case d.system.root:
		return nil
	case !d.system.sudo:
		return errors.New("not root, and there is no sudo; " + byHand)
	case d.flags.yes:
		return nil
	}
	fmt.Fprintf(d.out, "Install these with sudo apt-get? [y/N] ")
	answer, _ := bufio.NewReader(d.in).ReadString('\n')
	if a := strings.ToLower(strings.TrimSpace(answer)); a != "y" && a != "yes" {
		return errors.New("not installed; say --yes to install without asking, or " + byHand)
	}
	return nil
}

// missingPackages returns the packages of a list that dpkg does not have.
func missingPackages(ctx context.Context, packages []string) ([]string, error) {
	var missing []string
	for _, p := range packages {
		// dpkg-query fails for a package that it has never heard of.
		out, _ := exec.CommandContext(ctx, "dpkg-query", "-W", "-f=${db:Status-Status}\n", p).Output()
		if !slices.Contains(strings.Fields(string(out)), "installed") && !slices.Contains(missing, p) {
			missing = append(missing, p)
		}
	}
	return missing, ctx.Err()
}

// missingTools returns the programs that are not there, on a system whose
// packages dev does not know.
func missingTools() []string {
	var missing []string
	for _, name := range []string{"gcc", "pkg-config", "Xvfb", "xdotool", "pdftotext", "qpdf", "mutool", "convert", "zbarimg", "hb-shape",
		"openssl", "java", "pcscd", "socat", "sqlite3", "psql", "swtpm"} {
		if _, err := exec.LookPath(name); err != nil {
			missing = append(missing, name)
		}
	}
	return missing
}

// command returns a command in the tree that writes both its streams to out and
// is asked to stop, then made to, when ctx ends.
func (d *dev) command(ctx context.Context, out io.Writer, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.Env = d.root, out, out, os.Environ()
	stopGently(cmd)
	return cmd
}
