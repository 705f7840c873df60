package main

import "github.com/spf13/cobra"

func formImport(c *console) *cobra.Command { return &cobra.Command{Use: "import"} }
func formExport(c *console) *cobra.Command { return &cobra.Command{Use: "export"} }
