package expression

import (
	"strings"
	"sync"
)

// Cache keeps compiled expressions, so that a rule that many forms of a pack
// have is compiled once. The zero Cache is ready; nil keeps nothing. It is safe
// for several goroutines.
type Cache struct {
	mu   sync.Mutex
	kept map[string][]kept
}

// kept is a program with the types of the names that it reads: it is good
// wherever they are the same.
type kept struct {
	program *Program
	types   []Type
}

// Compile is Compile, from the cache where that is possible.
func (c *Cache) Compile(source string, result Result, names Names, tables map[string]Table) (*Program, error) {
	if c == nil || strings.Contains(source, "lookup") { // depends on the form's own tables
		return Compile(source, result, names, tables)
	}
	key := string(rune('0'+result)) + source
	c.mu.Lock()
	for _, k := range c.kept[key] {
		if k.fits(names) {
			c.mu.Unlock()
			return k.program, nil
		}
	}
	c.mu.Unlock()
	p, err := Compile(source, result, names, tables)
	if err != nil {
		return nil, err
	}
	types := make([]Type, len(p.Names))
	for i, name := range p.Names {
		types[i] = names[name]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[string][]kept{}
	}
	c.kept[key] = append(c.kept[key], kept{p, types})
	return p, nil
}

func (k kept) fits(names Names) bool {
	for i, name := range k.program.Names {
		if t, ok := names[name]; !ok || t != k.types[i] {
			return false
		}
	}
	return true
}
