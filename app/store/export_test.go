package store

import "io/fs"

// Plain takes the encryption away, to measure what it costs.
func Plain(e Environment) Environment {
	e.plain = true
	return e
}

// WithSchema gives a store other migrations than the program's.
func WithSchema(e Environment, files fs.FS) Environment {
	e.schema = files
	return e
}

// Schema returns the program's own migrations.
func Schema() fs.FS { return schema }
