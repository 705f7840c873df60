// Package icons holds the program's own icon: the open hall that it is named
// after. The drawing was made for Sala.
package icons

import _ "embed"

//go:embed app.png
var app []byte

// App returns the icon of the program, a PNG of 256 by 256 pixels.
func App() []byte { return app }
