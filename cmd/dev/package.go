package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// release is what is packed: a version, when it was committed, and where its
// programs were built.
type release struct {
	version string
	at      time.Time
	root    string
	bin     string
}

// runPackage is `dev package`: what is installed, in dist or --out.
func runPackage(ctx context.Context, d *dev, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("package takes no arguments; %w", errUsage)
	}
	out := d.flags.out
	if out == "" {
		out = filepath.Join(d.root, "dist")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	r := release{version: d.version(), at: d.committed(ctx), root: d.root, bin: d.work("package")}
	if d.system.os == "linux" {
		if err := d.install(ctx, d.out, windowNeeds()); err != nil {
			return err
		}
		if err := d.packLinux(ctx, r, out); err != nil {
			return err
		}
	}
	return d.packWindows(ctx, r, out)
}

// version returns the one of FyneApp.toml.
func (d *dev) version() string {
	b, err := os.ReadFile(filepath.Join(d.root, "FyneApp.toml"))
	if m := regexp.MustCompile(`(?m)^\s*Version\s*=\s*"([0-9][0-9.]*)"`).FindSubmatch(b); err == nil && m != nil {
		return string(m[1])
	}
	return "0.0.0"
}

// committed returns when the newest commit was made: what is packed twice from
// one commit is the same.
func (d *dev) committed(ctx context.Context) time.Time {
	cmd := exec.CommandContext(ctx, "git", "log", "-1", "--format=%ct")
	cmd.Dir = d.root
	out, _ := cmd.Output()
	if s, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64); err == nil {
		return time.Unix(s, 0).UTC()
	}
	return time.Now().UTC()
}

func (d *dev) packLinux(ctx context.Context, r release, out string) error {
	for _, name := range []string{"sala", "salactl", "central"} {
		if err := d.buildRelease(ctx, name, filepath.Join(r.bin, name), runtime.GOOS, ""); err != nil {
			return err
		}
	}
	arch := runtime.GOARCH // Debian's name is the same for amd64 and arm64
	packages, err := r.debians(arch)
	if err != nil {
		return err
	}
	var all []packed
	for _, p := range packages {
		file := filepath.Join(out, fmt.Sprintf("%s_%s_%s.deb", p.name, p.version, arch))
		if err := d.writeFile(file, func(b *bytes.Buffer) error { return p.write(b, r.at) }); err != nil {
			return err
		}
		for _, f := range p.files {
			all = append(all, packed{"sala-" + r.version + "/" + f.name, f.mode, f.body})
		}
	}
	file := filepath.Join(out, fmt.Sprintf("sala-%s-linux-%s.tar.gz", r.version, arch))
	return d.writeFile(file, func(b *bytes.Buffer) error { return writeTarGz(b, all, r.at) })
}

// debians returns the two packages: what stands in an office, and the central
// system.
func (r release) debians(arch string) ([]debian, error) {
	office, err := r.gather([]place{
		{filepath.Join(r.bin, "sala"), "usr/bin/sala", 0o755},
		{filepath.Join(r.bin, "salactl"), "usr/bin/salactl", 0o755},
		{"assets/install/sala-desk.desktop", "usr/share/applications/sala-desk.desktop", 0o644},
		{"assets/install/sala-field.desktop", "usr/share/applications/sala-field.desktop", 0o644},
		{"assets/install/sala-kiosk.service", "usr/lib/systemd/system/sala-kiosk.service", 0o644},
		{"assets/install/sala.sysusers", "usr/lib/sysusers.d/sala.conf", 0o644},
		{"assets/install/kiosk-session", "usr/lib/sala/kiosk-session", 0o755},
		{"assets/install/kiosk-xorg.conf", "etc/X11/sala-kiosk.conf", 0o644},
		{"assets/icons/app.png", "usr/share/pixmaps/sala.png", 0o644},
		{"README.md", "usr/share/doc/sala/README.md", 0o644},
	})
	if err != nil {
		return nil, err
	}
	central, err := r.gather([]place{
		{filepath.Join(r.bin, "central"), "usr/bin/sala-central", 0o755},
		{"assets/install/sala-central.service", "usr/lib/systemd/system/sala-central.service", 0o644},
		{"README.md", "usr/share/doc/sala-central/README.md", 0o644},
	})
	if err != nil {
		return nil, err
	}
	return []debian{
		{name: "sala", version: r.version, arch: arch, files: office,
			depends:    "libc6, libgl1, libx11-6, libxcursor1, libxrandr2, libxinerama1, libxi6, libxxf86vm1",
			recommends: "cups-client, espeak-ng, alsa-utils, xserver-xorg, xinit, x11-xserver-utils, x11-xkb-utils",
			says:       "local government desk, kiosk and field program",
			more:       "Sala serves people at the desk of a community centre, at a kiosk and on\nthe road, and keeps working without a network.\n",
			postinst:   "#!/bin/sh\nset -e\nif command -v systemd-sysusers >/dev/null; then systemd-sysusers sala.conf; fi\n"},
		{name: "sala-central", version: r.version, arch: arch, files: central, recommends: "postgresql",
			says: "reference central system of Sala",
			more: "Takes the journals of an agency's stations and answers for the registers.\n"},
	}, nil
}

// place is where a file comes from (in the tree, or absolute) and goes to.
type place struct {
	from, to string
	mode     int64
}

func (r release) gather(places []place) ([]packed, error) {
	var files []packed
	for _, p := range places {
		from := p.from
		if !filepath.IsAbs(from) {
			from = filepath.Join(r.root, from)
		}
		b, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("gather what is packed: %w", err)
		}
		files = append(files, packed{p.to, p.mode, b})
	}
	return files, nil
}

// mingw is the C compiler for Windows, of the Debian package
// gcc-mingw-w64-x86-64.
const mingw = "x86_64-w64-mingw32-gcc"

// packWindows packs the commands for Windows and, where there is a C compiler
// for it, the window.
func (d *dev) packWindows(ctx context.Context, r release, out string) error {
	names := []string{"salactl", "central"}
	if _, err := exec.LookPath(mingw); err == nil || d.system.os == "windows" {
		names = append(names, "sala")
	} else {
		d.say("the Windows window is left out: it takes %s (Debian package gcc-mingw-w64-x86-64)", mingw)
	}
	var files []packed
	for _, name := range names {
		exe := filepath.Join(r.bin, "windows", name+".exe")
		if err := d.buildRelease(ctx, name, exe, "windows", mingw); err != nil {
			return err
		}
		more, err := r.gather([]place{{exe, "sala-" + r.version + "/" + name + ".exe", 0o755}})
		if err != nil {
			return err
		}
		files = append(files, more...)
	}
	file := filepath.Join(out, fmt.Sprintf("sala-%s-windows-amd64.zip", r.version))
	return d.writeFile(file, func(b *bytes.Buffer) error { return writeZip(b, files, r.at) })
}

// buildRelease builds one command as it is shipped: without this machine's
// paths and without debugging tables.
func (d *dev) buildRelease(ctx context.Context, name, to, goos, cc string) error {
	if _, err := os.Stat(filepath.Join(d.root, "cmd", name)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no cmd/%s in this tree", name)
	}
	d.say("building %s for %s", name, goos)
	tags, flags, cgo := plainTags, "-s -w -buildid=", "CGO_ENABLED=0"
	if name == "sala" {
		tags, cgo = windowTags, "CGO_ENABLED=1"
		if goos == "windows" {
			flags += " -H=windowsgui"
		}
	}
	cmd := d.command(ctx, d.out, goTool(), "build", "-buildvcs=false", "-trimpath", "-tags", tags, "-ldflags", flags, "-o", to, "./cmd/"+name)
	cmd.Env = append(cmd.Env, cgo)
	if goos != runtime.GOOS {
		cmd.Env = append(cmd.Env, "GOOS="+goos, "GOARCH=amd64", "CC="+cc)
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("build cmd/%s for %s: %w", name, goos, err)
	}
	return nil
}

// writeFile makes a file whole or not at all, and says so.
func (d *dev) writeFile(name string, write func(*bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		return err
	}
	d.say("made %s, %.1f MB", name, float64(b.Len())/1e6)
	return nil
}
