// What the command line says.
#pragma once

typedef struct {
  const char *dialect, *workload;
  int port, pid;
  int clients, per_space; // how many, and how many see each other
  int senders;            // each has one message in flight
  int slow;               // clients that read next to nothing
  int body;               // bytes
  int rate;               // deliveries (or messages to one) per second
  int messages;           // of a burst
  double warmup, seconds; // before and while it is measured
} settings_of_run;

extern settings_of_run settings;
