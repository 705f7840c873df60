package kit

// LanguageName returns what a language calls itself.
func LanguageName(language string) string {
	return map[string]string{"th": "ไทย", "ko": "한국어", "en": "English"}[language]
}

// Languages returns the languages in the order in which they are offered.
func Languages() []string { return []string{"th", "ko", "en"} }
