package service

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"sala/sync/central"
	"sala/sync/central/web"
	"sala/sync/wire"
)

// handler puts the stations' interface, the pages, health and metrics together.
func (s *Service) handler() http.Handler {
	pages := sync.OnceValues(func() (http.Handler, error) { // stations need not wait for them
		site, err := web.New(s.Central)
		if err != nil {
			return nil, err
		}
		return site.Handler(), nil
	})
	stations := s.Central.Handler()
	mux := http.NewServeMux()
	mux.Handle("/v1/", stations)
	mux.Handle("/admin/", stations)
	mux.Handle("/api/", s.outward.Handler())
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if wire.IsVersioned(r.URL.Path) { // of a version that is not spoken here
			stations.ServeHTTP(w, r)
			return
		}
		site, err := pages()
		if err != nil {
			s.Central.Log.Error("there are no pages", "error", central.Cause(err))
			http.Error(w, "central failed", http.StatusInternalServerError)
			return
		}
		site.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		err := s.Central.Store.View(ctx, func(tx central.Tx) error {
			_, err := tx.Offices()
			return err
		})
		if err != nil {
			s.Central.Log.Error("not ready", "error", central.Cause(err))
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return s.measured(mux)
}

// measured counts requests and times them. The metrics name paths, statuses
// and counts; never a station's data. They want the administrator's token.
func (s *Service) measured(next *http.ServeMux) http.Handler {
	registry := prometheus.NewRegistry()
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sala_requests_total", Help: "Requests by route and status."}, []string{"route", "status"})
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "sala_request_seconds", Help: "Time to answer, by route.", Buckets: prometheus.ExponentialBuckets(0.002, 3, 9)}, []string{"route"})
	registry.MustRegister(requests, seconds, collectors.NewGoCollector(), &counts{s.Central})
	metrics := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	next.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+s.Central.Admin)) != 1 {
			http.Error(w, "the administrator's token is wanted", http.StatusUnauthorized)
			return
		}
		metrics.ServeHTTP(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(status, r)
		route := routeOf(r.Pattern)
		requests.WithLabelValues(route, fmt.Sprint(status.status)).Inc()
		seconds.WithLabelValues(route).Observe(time.Since(began).Seconds())
		if status.status >= 500 {
			s.Central.Log.Warn("answered with a fault", "route", route, "status", status.status)
		}
	})
}

// routeOf names the route of a pattern: "push", "/verify". What matched none is
// "other", so that nobody makes new metrics by asking for invented paths.
func routeOf(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		pattern = path
	}
	if rest, ok := strings.CutPrefix(pattern, "/v1/"); ok {
		pattern, _, _ = strings.Cut(rest, "/")
	}
	if pattern == "" || pattern == "/" {
		return "other"
	}
	return pattern
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// counts reads central's totals when somebody asks for the metrics.
type counts struct{ central *central.Central }

// Describe implements prometheus.Collector.
func (c *counts) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{entriesDesc(), stationsDesc(), waitingDesc()} {
		out <- d
	}
}

func entriesDesc() *prometheus.Desc {
	return prometheus.NewDesc("sala_entries", "Entries by central's last word on them.", []string{"outcome"}, nil)
}

func stationsDesc() *prometheus.Desc {
	return prometheus.NewDesc("sala_stations", "Stations by state.", []string{"state"}, nil)
}

func waitingDesc() *prometheus.Desc {
	return prometheus.NewDesc("sala_waiting_entries", "Entries that stations still have to send, by their last word.", nil, nil)
}

// Collect implements prometheus.Collector.
func (c *counts) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := c.central.Store.View(ctx, func(tx central.Tx) error {
		n, err := tx.Counts()
		if err != nil {
			return err
		}
		stations, err := tx.Stations("")
		if err != nil {
			return err
		}
		states, waiting := map[string]int{}, uint64(0)
		for _, s := range stations {
			states[s.State]++
			waiting += s.Waiting
		}
		for outcome, k := range n.Outcomes {
			out <- prometheus.MustNewConstMetric(entriesDesc(), prometheus.GaugeValue, float64(k), outcome)
		}
		for state, k := range states {
			out <- prometheus.MustNewConstMetric(stationsDesc(), prometheus.GaugeValue, float64(k), state)
		}
		out <- prometheus.MustNewConstMetric(waitingDesc(), prometheus.GaugeValue, float64(waiting))
		return nil
	})
	if err != nil {
		c.central.Log.Error("metrics", "error", central.Cause(err))
	}
}
