// Package words holds what the program says, in Thai, Korean and English: one
// YAML file for each area, read by app/words.
//
// A file is a mapping of keys to languages:
//
//	office.error.no_card: {th: "ไม่พบบัตร", ko: "카드가 없습니다", en: "There is no card"}
package words

import "embed"

// Files are the *.yaml files of this folder.
//
//go:embed *.yaml
var Files embed.FS
