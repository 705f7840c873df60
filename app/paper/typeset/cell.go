package typeset

// part is one glyph of a cell, moved by x and y from the cell's origin.
type part struct {
	face  *Face
	glyph GID
	x, y  int
}

// cell is what one code draws: usually one character.
type cell struct {
	text    string
	parts   []part
	advance int
}

const (
	saraAM   = 'ำ'
	nikhahit = '\u0e4d'
)

// cells gives the glyphs of a shaped run back to its characters, in the order
// in which they are read. Marks have no width, so the order in which they are
// drawn is free.
func (f *Face) cells(run []rune, out []cell) []cell {
	glyphs := f.Shape(run)
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && glyphs[to].Cluster == glyphs[from].Cluster {
			to++
		}
		end := len(run)
		if to < len(glyphs) {
			end = glyphs[to].Cluster
		}
		out = append(out, f.cluster(run[glyphs[from].Cluster:end], glyphs[from:to])...)
		from = to
	}
	return out
}

// placed is a glyph with its place in the cluster.
type placed struct {
	Glyph
	x    int // from the cluster's origin
	used bool
}

func (f *Face) cluster(chars []rune, glyphs []Glyph) []cell {
	pen := 0
	at := make([]placed, len(glyphs))
	for i, g := range glyphs {
		at[i] = placed{Glyph: g, x: pen + g.X}
		pen += g.Advance
	}
	owners, ok := f.owners(chars, at)
	if !ok {
		// A ligature: the cluster is one cell.
		c := cell{text: string(chars), advance: pen}
		for _, g := range at {
			c.parts = append(c.parts, part{f, g.ID, g.x, g.Y})
		}
		return []cell{c}
	}
	out := make([]cell, len(chars))
	origin := 0
	for i, r := range chars {
		c := cell{text: string(r)}
		for _, o := range owners[i] {
			c.advance += at[o].Advance
		}
		for _, o := range owners[i] {
			c.parts = append(c.parts, part{f, at[o].ID, at[o].x - origin, at[o].Y})
		}
		origin += c.advance
		out[i] = c
	}
	return out
}

// owners returns, for each character, the glyphs that stand for it. HarfBuzz
// takes SARA AM apart into NIKHAHIT and SARA AA and may put a tone between
// them; both belong to the SARA AM.
func (f *Face) owners(chars []rune, glyphs []placed) ([][]int, bool) {
	last := len(chars) - 1
	split := len(glyphs) == len(chars)+1 && chars[last] == saraAM
	if len(glyphs) != len(chars) && !split {
		return nil, false
	}
	owners := make([][]int, len(chars))
	if split {
		if nik := f.Glyph(nikhahit); nik != 0 {
			for i := range glyphs {
				if glyphs[i].ID == nik {
					owners[last], glyphs[i].used = append(owners[last], i), true
					break
				}
			}
		}
	}
	wants := func(i int) int {
		if i == last && split {
			return 2
		}
		return 1
	}
	for i, r := range chars {
		nominal := f.Glyph(r)
		for j := range glyphs {
			if len(owners[i]) < wants(i) && !glyphs[j].used && nominal != 0 && glyphs[j].ID == nominal {
				owners[i], glyphs[j].used = append(owners[i], j), true
			}
		}
	}
	for i := range chars {
		for j := range glyphs {
			if len(owners[i]) < wants(i) && !glyphs[j].used {
				owners[i], glyphs[j].used = append(owners[i], j), true
			}
		}
	}
	return owners, true
}
