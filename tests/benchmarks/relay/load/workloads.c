#define _GNU_SOURCE
#include "workloads.h"
#include "client.h"
#include "clock.h"
#include "histogram.h"
#include "process.h"
#include "settings.h"
#include <stdio.h>
#include <stdlib.h>

#define MOST_IN_FLIGHT 65536

static histogram delays, commits;
static uint64_t deliveries;
static char *body;

// Deliveries of the newest message of each sender.
static uint32_t *numbers;
static int *arrived;
static int awaited;
static bool is_refilled, to_partner;
static int64_t *sent_at; // by sender and id

static void send_next(int sender, int target, int64_t due) {
  char mark[32];
  snprintf(mark, sizeof mark, "@%016lx%04x%08x", (long)due, sender, ++numbers[sender]);
  memcpy(body, mark, 1 + MARK_BYTES);
  arrived[sender] = 0;
  if (sent_at) sent_at[sender] = due;
  spoken->send(&clients[settings.slow + sender], target, body, settings.body);
}

static int partner(int sender) { return sender ^ 1; }

static void delivered(client *c, int64_t due, int sender, uint32_t number) {
  if (c->is_slow) return;
  int64_t at = now_ns();
  deliveries++;
  histogram_add(&delays, at - due);
  if (is_refilled && number == numbers[sender] && ++arrived[sender] == awaited) send_next(sender, to_partner ? partner(sender) : -1, at);
}

static void committed(client *c, int64_t id) {
  (void)id;
  if (sent_at) histogram_add(&commits, now_ns() - sent_at[c->index]);
}

static void begin(void) {
  numbers = calloc(settings.clients, sizeof *numbers);
  arrived = calloc(settings.clients, sizeof *arrived);
  body = malloc(settings.body + 1);
  memset(body, 'x', settings.body);
  body[settings.body] = 0;
  awaited = settings.clients - settings.slow - 1;
  events.delivered = delivered;
  events.sent = committed;
  clients_prepare(settings.clients, settings.port, settings.slow);
  clients_connect(settings.clients);
}

static void turn_until(int64_t end) {
  while (now_ns() < end) clients_turn(end);
}

typedef struct {
  int64_t at;
  double server, own;
  uint64_t deliveries;
} moment;

static moment look(void) {
  return (moment){now_ns(), process_cpu(settings.pid), (double)clock() / CLOCKS_PER_SEC, deliveries};
}

static moment begin_to_measure(void) {
  histogram_clear(&delays);
  histogram_clear(&commits);
  return look();
}

static void report(moment from) {
  moment to = look();
  double seconds = (double)(to.at - from.at) / SECOND, server = to.server - from.server;
  double count = (double)(to.deliveries - from.deliveries);
  printf("{\"deliveries\":%.0f,\"seconds\":%.3f,\"serverCpu\":%.2f,\"loadCpu\":%.2f,\"perSecond\":%.0f,\"perCpuSecond\":%.0f,"
         "\"p50\":%.3f,\"p99\":%.3f,\"sentP50\":%.3f,\"sentP99\":%.3f,\"resident\":%ld}\n",
         count, seconds, server, to.own - from.own, count / seconds, server > 0 ? count / server : 0, histogram_ms(&delays, 0.5),
         histogram_ms(&delays, 0.99), histogram_ms(&commits, 0.5), histogram_ms(&commits, 0.99), process_resident(settings.pid));
}

void broadcast_as_fast_as_read(void) {
  begin();
  is_refilled = true;
  for (int sender = 0; sender < settings.senders; sender++) send_next(sender, -1, now_ns());
  turn_until(now_ns() + (int64_t)(settings.warmup * SECOND));
  moment from = begin_to_measure();
  turn_until(now_ns() + (int64_t)(settings.seconds * SECOND));
  report(from);
}

void send_in_pairs(void) {
  begin();
  is_refilled = to_partner = true;
  awaited = 1;
  for (int sender = 0; sender < settings.clients; sender += 2) send_next(sender, partner(sender), now_ns());
  turn_until(now_ns() + (int64_t)(settings.warmup * SECOND));
  moment from = begin_to_measure();
  turn_until(now_ns() + (int64_t)(settings.seconds * SECOND));
  report(from);
}

// Sends by the clock, whatever has arrived: who is late is so for all that follow.
static void send_at_rate(double per_second, int senders, bool to_one) {
  int64_t step = (int64_t)(SECOND / per_second), next = now_ns() + 100 * MILLISECOND, begun = next;
  int64_t measured = begun + (int64_t)(settings.warmup * SECOND), end = measured + (int64_t)(settings.seconds * SECOND);
  moment from = {0};
  for (int sender = 0; next < end; next += step, sender = (sender + 1) % senders) {
    turn_until(next);
    if (!from.at && next >= measured) from = begin_to_measure();
    send_next(sender, to_one ? partner(sender) : -1, next);
  }
  turn_until(end + 500 * MILLISECOND);
  report(from);
}

void broadcast_at_rate(void) {
  begin();
  send_at_rate((double)settings.rate / awaited, settings.senders, false);
}

void send_to_one_at_rate(void) {
  begin();
  sent_at = calloc(settings.clients, sizeof *sent_at);
  send_at_rate(settings.rate, settings.clients, true);
}

static long resident_with(int count) {
  clients_connect(count);
  turn_until(now_ns() + (int64_t)(settings.seconds * SECOND));
  return process_resident(settings.pid);
}

// By what it grows from the first tenth on: what the server needs once, its compiled code above all, is no connection's.
void stay_idle(void) {
  int first = settings.clients / 10;
  clients_prepare(settings.clients, settings.port, 0);
  long started = process_resident(settings.pid), before = resident_with(first), after = resident_with(settings.clients);
  printf("{\"started\":%ld,\"before\":%ld,\"after\":%ld,\"perConnection\":%.2f,\"withStart\":%.2f}\n", started, before, after,
         (double)(after - before) / (settings.clients - first), (double)(after - started) / settings.clients);
}

// Idle after some use; a burst; idle again.
void burst_and_wait(void) {
  int size = settings.body;
  settings.body = 2048;
  events.delivered = NULL;
  begin();
  is_refilled = true;
  for (int sender = 0; sender < settings.senders; sender++) send_next(sender, -1, now_ns());
  turn_until(now_ns() + 3 * SECOND);
  is_refilled = false;
  turn_until(now_ns() + (int64_t)(settings.warmup * SECOND));
  long idle = process_resident(settings.pid), most = idle;

  settings.body = size;
  body = realloc(body, size + 1);
  memset(body, 'x', size);
  body[size] = 0;
  uint64_t wanted = deliveries + (uint64_t)settings.messages * awaited;
  is_refilled = true;
  for (int sender = 0; sender < settings.senders; sender++) send_next(sender, -1, now_ns());
  int64_t begun = now_ns();
  while (deliveries < wanted && now_ns() < begun + 60 * SECOND) {
    turn_until(now_ns() + 50 * MILLISECOND);
    long resident = process_resident(settings.pid);
    if (resident > most) most = resident;
  }
  is_refilled = false;
  double took = (double)(now_ns() - begun) / SECOND;
  turn_until(now_ns() + (int64_t)(settings.seconds * SECOND));
  printf("{\"idle\":%ld,\"most\":%ld,\"after\":%ld,\"burstSeconds\":%.1f}\n", idle, most, process_resident(settings.pid), took);
}
