// Counts times in steps of 0.8 % of their size, from 1 µs to minutes.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

#define HISTOGRAM_STEPS 2400
#define HISTOGRAM_GROWTH 1.008

typedef struct {
  uint64_t counts[HISTOGRAM_STEPS];
  uint64_t total;
} histogram;

static inline void histogram_clear(histogram *h) { memset(h, 0, sizeof *h); }

static inline void histogram_add(histogram *h, int64_t ns) {
  int step = ns <= 1000 ? 0 : (int)(log(ns / 1000.0) / log(HISTOGRAM_GROWTH));
  h->counts[step < HISTOGRAM_STEPS ? step : HISTOGRAM_STEPS - 1]++;
  h->total++;
}

// The time, in milliseconds, that the given share of all does not exceed.
static inline double histogram_ms(const histogram *h, double share) {
  uint64_t below = 0, wanted = (uint64_t)ceil(h->total * share);
  for (int step = 0; step < HISTOGRAM_STEPS; step++) {
    below += h->counts[step];
    if (below >= wanted && below > 0) return pow(HISTOGRAM_GROWTH, step + 1) / 1000;
  }
  return 0;
}
