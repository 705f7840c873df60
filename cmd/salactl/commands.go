package main

import "github.com/spf13/cobra"

// commands returns the commands in the order of the help page.
func commands(c *console) []*cobra.Command {
	return []*cobra.Command{
		demo(c), initCommand(c), enrol(c), officer(c), packGroup(c), form(c), person(c), registers(c), petitions(c), report(c), verify(c), journal(c),
		synchronise(c), relayGroup(c), conflict(c), lease(c), courier(c), fieldGroup(c), certificates(c), receipt(c), device(c), kioskGroup(c), backup(c), doctor(c), soakCommand(c),
	}
}

// group is a command that only has others below it.
func group(use, short string, below ...*cobra.Command) *cobra.Command {
	g := &cobra.Command{Use: use, Short: short}
	g.AddCommand(below...)
	return g
}
