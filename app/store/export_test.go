package store

// Plain takes the encryption away, to measure what it costs.
func Plain(e Environment) Environment {
	e.plain = true
	return e
}
