package xlsform

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one part of an XPath expression as XLSForm writes it.
type token struct {
	kind tokenKind
	text string
}

type tokenKind int

const (
	tokenEnd      tokenKind = iota
	tokenNumber             // 12.5
	tokenText               // 'x' or "x", unquoted
	tokenQuestion           // ${name}: the name
	tokenName               // a word: function, operator or path step
	tokenSymbol             // ( ) , = != < <= > >= + - * / // | [ ] . .. @
)

const maxExpression = 8000 // bytes

// lex cuts an expression into tokens.
func lex(source string) ([]token, error) {
	if len(source) > maxExpression {
		return nil, because("too_long")
	}
	var out []token
	for i := 0; i < len(source); {
		c := source[i]
		rest := source[i:]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || strings.HasPrefix(rest, "\u00a0"):
			_, n := utf8.DecodeRuneInString(rest)
			i += n
		case strings.HasPrefix(rest, "${"):
			end := strings.IndexByte(rest, '}')
			if end < 0 {
				return nil, because("no_brace")
			}
			out = append(out, token{tokenQuestion, strings.TrimSpace(rest[2:end])})
			i += end + 1
		case c == '\'' || c == '"':
			end := strings.IndexByte(rest[1:], c)
			if end < 0 {
				return nil, because("no_quote", "mark", string(c))
			}
			out = append(out, token{tokenText, rest[1 : end+1]})
			i += end + 2
		case strings.HasPrefix(rest, "‘") || strings.HasPrefix(rest, "’"):
			end := strings.Index(rest[3:], "’")
			if end < 0 {
				return nil, because("no_quote", "mark", "’")
			}
			out = append(out, token{tokenText, rest[3 : 3+end]})
			i += 6 + end
		case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
			n := 0
			for n < len(rest) && (rest[n] >= '0' && rest[n] <= '9' || rest[n] == '.') {
				n++
			}
			out = append(out, token{tokenNumber, rest[:n]})
			i += n
		default:
			t, n := lexOther(rest)
			if n == 0 {
				return nil, because("cannot_read", "text", head(rest, 20))
			}
			out = append(out, t)
			i += n
		}
	}
	return append(out, token{kind: tokenEnd}), nil
}

func lexOther(rest string) (token, int) {
	for _, symbol := range []string{"!=", "<=", ">=", "//", "..", "(", ")", ",", "=", "<", ">", "+", "*", "/", "|", "[", "]", ".", "@"} {
		if strings.HasPrefix(rest, symbol) {
			return token{tokenSymbol, symbol}, len(symbol)
		}
	}
	n := 0
	for n < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[n:])
		if !(unicode.IsLetter(r) || r == '_' || n > 0 && (unicode.IsDigit(r) || unicode.IsMark(r) || r == '-' || r == ':' || r == '.' && size < len(rest[n:]) && isNameStart(rest[n+size:]))) {
			break
		}
		n += size
	}
	if n > 0 {
		return token{tokenName, rest[:n]}, n
	}
	if strings.HasPrefix(rest, "-") {
		return token{tokenSymbol, "-"}, 1
	}
	return token{}, 0
}

func isNameStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || r == '_'
}

// head returns the first n characters at most.
func head(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
