// Command central is the reference central system. Its exit code is 0 for done,
// 1 for refused or failed, 2 for wrong usage.
package main

import (
	"context"
	"os"

	"sala/cmd/internal/terminal"
)

func main() {
	os.Exit(terminal.Run(func(ctx context.Context, args []string) int { return execute(ctx, newCommand(), args) }))
}
