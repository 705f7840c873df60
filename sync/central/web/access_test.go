package web_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sala/sync/central"
)

// contrasts finds texts on the page that cannot be read: less than 4.5 to 1 to
// what is behind them (WCAG 2.2, 1.4.3).
const contrasts = `(() => {
  const parse = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m }
  const lum = c => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => { const v = c[i] / 255; return sum + w * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4) }, 0)
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c } return [255, 255, 255, 1] }
  const bad = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, box = e.getBoundingClientRect()
    if (!walk.currentNode.data.trim() || box.width < 2 || box.height < 2 || e.closest('.skip, .unseen, select')) continue
    const a = lum(parse(getComputedStyle(e).color)), b = lum(behind(e))
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < 4.5) bad.push(ratio.toFixed(2) + ' ' + e.outerHTML.slice(0, 80))
  }
  return bad
})()`

// unnamed finds controls that a screen reader cannot name, and tables whose
// heads say not what they are of.
const unnamed = `[...document.querySelectorAll('input:not([type=hidden]), select, button, a[href], svg')].filter(e =>
  !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label')?.textContent.trim())).map(e => e.outerHTML.slice(0, 80))
  .concat([...document.querySelectorAll('thead th:not([scope])')].map(e => 'no scope: ' + e.outerHTML.slice(0, 80)))`

// reachable is how many controls there are, and stop says which has the focus
// and whether that shows.
const (
	reachable = `[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => e.checkVisibility({visibilityProperty: true}) && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY')).map((e, i) => e.dataset.stop = i).length`
	stop      = `(() => { const e = document.activeElement; if (!e || e === document.body) return 'out'; const s = getComputedStyle(e); return (e.dataset.stop ?? 'none') + (s.outlineStyle === 'none' ? ' unseen ' + e.outerHTML.slice(0, 80) : '') })()`
)

// TestKeyboardAndContrast promises that every page can be worked with keys
// alone, shows where the focus is, can be read, and names its controls.
func TestKeyboardAndContrast(t *testing.T) {
	o := newOffice(t)
	ctx := browser(t)
	do(ctx, t, chromedp.Navigate(o.url+"/console/?lang=th"), chromedp.WaitVisible(chromedp.CSS("input[name=name]")),
		chromedp.KeyEvent("malee"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(password), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(central.CodeAt(o.secret, time.Now())), chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS("nav.tabs")))
	for _, path := range []string{"/console/stations", "/console/petitions", "/console/aside", "/console/numbers", "/console/packs", "/console/access", "/console/statistics", "/console/audit",
		"/console/stations?notice=refused", "/verify?q=" + o.number, "/verify?q=none", "/console/signin"} {
		do(ctx, t, chromedp.Navigate(o.url+path))
		for name, script := range map[string]string{"cannot be read": contrasts, "has no name": unnamed} {
			for _, found := range list(ctx, t, script) {
				t.Errorf("%s: %s: %s", path, name, found)
			}
		}
		walk(ctx, t, path)
	}
}

func list(ctx context.Context, t *testing.T, script string) []string {
	t.Helper()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](script))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// walk presses Tab through the page.
func walk(ctx context.Context, t *testing.T, path string) {
	t.Helper()
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int](reachable))
	if err != nil || n == 0 {
		t.Fatalf("%s: %d controls, %v", path, n, err)
	}
	do(ctx, t, chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	seen := map[string]bool{}
	for range 2*n + 10 { // a field for dates takes several
		do(ctx, t, chromedp.KeyEvent(kb.Tab))
		at := see(ctx, t, chromedp.Evaluate[string](stop))
		if len(at) > 6 {
			t.Errorf("%s: the focus does not show: %s", path, at)
		}
		if seen[at] = true; at == "out" && len(seen) > n {
			break
		}
	}
	for i := range n {
		if !seen[fmt.Sprint(i)] {
			t.Errorf("%s: control %d of %d cannot be reached by keys", path, i, n)
		}
	}
}
