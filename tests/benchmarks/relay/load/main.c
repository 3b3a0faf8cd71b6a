// The load: clients of one kind of server, one workload, figures as JSON. run.mjs starts it.
#include "client.h"
#include "settings.h"
#include "workloads.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

settings_of_run settings = {
    .dialect = "plain", .workload = "broadcast", .clients = 1000, .per_space = 1 << 30, .senders = 4, .body = 2048, .warmup = 2, .seconds = 5,
};

static const struct {
  const char *name;
  void (*run)(void);
} workloads[] = {
    {"broadcast", broadcast_as_fast_as_read}, {"rate", broadcast_at_rate}, {"pairs", send_in_pairs},
    {"unicast", send_to_one_at_rate},         {"idle", stay_idle},         {"burst", burst_and_wait},
};

static int read_setting(const char *name, const char *value) {
  static const struct {
    const char *name;
    int *place;
  } numbers[] = {
      {"port", &settings.port},     {"pid", &settings.pid},   {"clients", &settings.clients}, {"per-space", &settings.per_space},
      {"senders", &settings.senders}, {"slow", &settings.slow}, {"body", &settings.body},       {"rate", &settings.rate},
      {"messages", &settings.messages},
  };
  if (strcmp(name, "dialect") == 0) return settings.dialect = value, 1;
  if (strcmp(name, "workload") == 0) return settings.workload = value, 1;
  if (strcmp(name, "warmup") == 0) return settings.warmup = atof(value), 1;
  if (strcmp(name, "seconds") == 0) return settings.seconds = atof(value), 1;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    if (strcmp(name, numbers[i].name) == 0) return *numbers[i].place = atoi(value), 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    char *equals = strchr(arguments[i], '=');
    if (strncmp(arguments[i], "--", 2) != 0 || !equals) return fprintf(stderr, "--NAME=VALUE expected: %s\n", arguments[i]), 2;
    *equals = 0;
    if (!read_setting(arguments[i] + 2, equals + 1)) return fprintf(stderr, "There is no setting %s.\n", arguments[i]), 2;
  }
  spoken = dialect_named(settings.dialect);
  for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++) {
    if (strcmp(workloads[i].name, settings.workload) == 0) {
      workloads[i].run();
      clients_close();
      return 0;
    }
  }
  return fprintf(stderr, "There is no workload %s.\n", settings.workload), 2;
}
