// Clients on WebSockets, thousands in one thread. Frames are read as they come and never gathered: a client looks at the
// beginning of each frame and, wherever it stands, at the mark of each body.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEAD_BYTES 96
#define MARK_BYTES 28

typedef enum { CONNECTING, UPGRADING, GREETING, READY } client_state;

typedef struct client {
  int fd, index;
  client_state state;
  bool is_slow; // reads next to nothing

  // The frame that is being read.
  uint8_t header[10];
  int header_size;
  uint64_t left;
  char head[HEAD_BYTES];
  int head_size;
  char mark[MARK_BYTES];
  int mark_size; // -1 outside of a mark

  // What the socket has not taken yet.
  bool waits_to_write;
  char *out;
  size_t out_start, out_end, out_room;

  // Messages of the log that it has applied, as far as its dialect acknowledges.
  int64_t applied, acknowledged, acknowledged_at;
  bool acknowledges_soon;
  int64_t next_id;
} client;

// What is said and heard beyond frames: one for each kind of server.
typedef struct {
  const char *name;
  // The request that asks for the socket, without the headers that all have.
  void (*request)(const client *c, char *out, size_t room);
  // The first words after the upgrade; NULL if there are none.
  void (*greet)(client *c);
  // Whether this frame says that the server is ready.
  bool (*is_welcome)(const char *head, int size);
  // Another frame has come.
  void (*heard)(client *c, const char *head, int size);
  // Sends a body to one client, or to all others (-1).
  void (*send)(client *c, int target, const char *body, int size);
} dialect;

// What the workload wants to know.
typedef struct {
  void (*ready)(client *c);
  // A body has come, which was due to be sent then, by that sender, as its message of that number.
  void (*delivered)(client *c, int64_t due, int sender, uint32_t number);
  // The server has committed the message of that id.
  void (*sent)(client *c, int64_t id);
} client_events;

extern const dialect *spoken;
extern client_events events;
extern client *clients;
extern int client_count;

// Clients that shall not read by themselves are the first so many.
void clients_prepare(int count, int port, int slow);
// Returns when so many of them are connected.
void clients_connect(int count);
// Waits for whatever comes, until that time at the latest.
void clients_turn(int64_t until);
void clients_close(void);

void client_say(client *c, const char *text, size_t size);
void client_say2(client *c, const char *first, size_t first_size, const char *second, size_t second_size);
void client_acknowledge_soon(client *c, int64_t cursor);
const dialect *dialect_named(const char *name);
