// Time in nanoseconds, from a fixed moment.
#pragma once
#include <stdint.h>
#include <time.h>

#define MILLISECOND 1000000LL
#define SECOND 1000000000LL

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}
