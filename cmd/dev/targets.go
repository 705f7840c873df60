package main

// aims returns the targets of figures whose unit does not carry one: where,
// figure and unit, and the value that it should stay under or reach.
func aims() map[[3]string]figure {
	atMost := func(v float64) figure { return figure{target: v, atMost: true, aimed: true} }
	atLeast := func(v float64) figure { return figure{target: v, aimed: true} }
	return map[[3]string]figure{
		{"app/store", "Store", "lookup-ratio"}:                         atMost(1.15),
		{"app/store", "Store", "search-ratio"}:                         atMost(1.15),
		{"app/store", "Store", "save-ratio"}:                           atMost(1.15),
		{"app/store", "Store", "save-to-bare"}:                         atMost(2),
		{"app/store", "Store", "search-p99-ms"}:                        atMost(10),
		{"app/store", "Duplicates", "processor-p99-ms"}:                atMost(16),
		{"app/store", "Duplicates", "%-found"}:                         atLeast(100),
		{"app/office", "BringIn", "x-last-quarter"}:                    atMost(1.25),
		{"forms/answer", "KeystrokeIn500Questions", "p95/frame(16ms)"}: atMost(1),
	}
}

// aim gives a figure its target from the table, unless it has one.
func aim(f figure) figure {
	if a, ok := aims()[[3]string{f.dir, f.name, f.unit}]; ok && !f.aimed {
		f.target, f.atMost, f.aimed = a.target, a.atMost, true
	}
	return f
}
