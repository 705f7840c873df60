package work_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sala/app/ui/work"
)

func TestLineKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := make(chan func(), 100)
		l := work.NewLine(func(f func()) { screen <- f }, nil)
		var got []int
		for i := range 20 {
			l.Run("", func(context.Context) func() { return func() { got = append(got, i) } })
		}
		synctest.Wait()
		for range 20 {
			(<-screen)()
		}
		l.Close()
		if !slices.IsSorted(got) || len(got) != 20 {
			t.Errorf("the jobs ended in the order %v", got)
		}
	})
}

func TestLineSaysWhatIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		screen := make(chan func(), 100)
		l := work.NewLine(func(f func()) { screen <- f }, func(w *work.Wait) {
			if w == nil {
				said = append(said, "nothing")
				return
			}
			said = append(said, w.What)
			w.Cancel()
		})
		l.Run("quick", func(context.Context) func() { time.Sleep(50 * time.Millisecond); return nil })
		l.Run("slow", func(ctx context.Context) func() {
			<-ctx.Done() // until the screen cancels it
			return func() { said = append(said, "cancelled") }
		})
		for len(said) < 3 {
			(<-screen)()
		}
		l.Close()
		if want := []string{"slow", "nothing", "cancelled"}; !slices.Equal(said, want) {
			t.Errorf("the screen was told %v, want %v", said, want)
		}
	})
}

func TestCloseEndsAJobThatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := work.NewLine(func(func()) {}, nil)
		l.Run("", func(ctx context.Context) func() { <-ctx.Done(); return nil })
		synctest.Wait()
		l.Close()
		l.Run("", func(context.Context) func() { t.Error("a job ran after Close"); return nil })
	})
}

// A job that stands behind another of which nothing is said is waited for all the
// same: the screen says so, and whoever cancels it sees that at once.
func TestLineSaysWhatStandsBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		screen := make(chan func(), 100)
		cancel := func() {}
		l := work.NewLine(func(f func()) { screen <- f }, func(w *work.Wait) {
			if w == nil {
				said = append(said, "nothing")
				return
			}
			said, cancel = append(said, w.What), w.Cancel
			if waited := time.Since(w.Since); waited != 100*time.Millisecond {
				t.Errorf("%s is said after %v, want 100 ms", w.What, waited)
			}
		})
		began := time.Now()
		l.Run("", func(context.Context) func() { time.Sleep(2 * time.Second); return nil })
		for n, what := range []string{"first", "second"} {
			time.Sleep(time.Duration(n) * 10 * time.Millisecond)
			l.Run(what, func(ctx context.Context) func() {
				err := ctx.Err()
				return func() {
					said = append(said, what+" ended, cancelled: "+map[bool]string{true: "yes", false: "no"}[err != nil])
				}
			})
		}
		(<-screen)() // the first is said
		cancel()
		(<-screen)() // and at once nothing, for the second does not last yet
		(<-screen)()
		if waited := time.Since(began); waited != 110*time.Millisecond {
			t.Errorf("the second is said after %v, want 110 ms", waited)
		}
		cancel()
		for len(said) < 6 {
			(<-screen)()
		}
		l.Close()
		if want := []string{"first", "nothing", "second", "nothing", "first ended, cancelled: yes", "second ended, cancelled: yes"}; !slices.Equal(said, want) {
			t.Errorf("the screen was told %q, want %q", said, want)
		}
	})
}

// A key that comes while work has hardly begun was meant for something else; what
// takes longer can be ended, where it can.
func TestAWaitIsStoppedWhenItsNoticeSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := 0
		w := &work.Wait{Since: time.Now(), Cancel: func() { stopped++ }}
		if time.Sleep(999 * time.Millisecond); w.Stop() || stopped > 0 {
			t.Error("it is stopped at once")
		}
		if time.Sleep(time.Millisecond); !w.Stop() || stopped != 1 {
			t.Errorf("after a second it is stopped %d times", stopped)
		}
		if (&work.Wait{}).Stop() || (*work.Wait)(nil).Stop() {
			t.Error("what cannot be ended is stopped")
		}
	})
}
