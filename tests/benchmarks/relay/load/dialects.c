#include "client.h"
#include "settings.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEPARATOR "\x1e"
#define STARTS(head, size, text) ((size_t)(size) >= sizeof text - 1 && memcmp(head, text, sizeof text - 1) == 0)

static int64_t number_after(const char *head, int size, const char *name) {
  char text[HEAD_BYTES + 1];
  memcpy(text, head, size);
  text[size] = 0;
  const char *found = strstr(text, name);
  return found ? atoll(found + strlen(name)) : -1;
}

// Liquid: hello, send, ack. An instance's id and key tell its number.

static void liquid_request(const client *c, char *out, size_t room) {
  snprintf(out, room, "GET /liquid/socket?space=%d HTTP/1.1\r\nSec-WebSocket-Protocol: liquid.v1\r\n", c->index / settings.per_space);
}

static void liquid_greet(client *c) {
  char text[512];
  client_say(c, text,
             snprintf(text, sizeof text,
                      "{\"type\":\"hello\",\"versions\":[1],\"instance\":\"instance%014d\",\"key\":\"keyofthe%014d\","
                      "\"name\":\"Client %d\",\"page\":\"http://localhost:5080/\"}",
                      c->index, c->index, c->index));
}

static bool liquid_welcome(const char *head, int size) { return STARTS(head, size, "{\"type\":\"welcome\""); }

static void liquid_heard(client *c, const char *head, int size) {
  if (STARTS(head, size, "{\"type\":\"message\"")) {
    client_acknowledge_soon(c, number_after(head, size, "\"number\":"));
  } else if (STARTS(head, size, "{\"type\":\"sent\"")) {
    if (events.sent) events.sent(c, number_after(head, size, "\"id\":"));
  } else if (STARTS(head, size, "{\"type\":\"error\"")) {
    fprintf(stderr, "%.*s\n", size, head);
    exit(1);
  }
}

static void liquid_send(client *c, int target, const char *body, int size) {
  char envelope[128], name[32] = "*";
  if (target >= 0) snprintf(name, sizeof name, "instance%014d", target);
  int length = snprintf(envelope, sizeof envelope, "{\"type\":\"send\",\"id\":%ld,\"to\":\"%s\",\"kind\":\"migration\"}\n",
                        (long)++c->next_id, name);
  client_say2(c, envelope, length, body, size);
}

// The plain relays: five characters say for whom a frame is.

static void plain_request(const client *c, char *out, size_t room) { snprintf(out, room, "GET /%d HTTP/1.1\r\n", c->index); }

static void plain_send(client *c, int target, const char *body, int size) {
  char name[16] = "*    ";
  if (target >= 0) snprintf(name, sizeof name, "%05d", target);
  client_say2(c, name, 5, body, size);
}

// Socket.IO over a WebSocket alone (Engine.IO 4).

static void socketio_request(const client *c, char *out, size_t room) {
  snprintf(out, room, "GET /socket.io/?EIO=4&transport=websocket&id=%d HTTP/1.1\r\n", c->index);
}

static void socketio_greet(client *c) { client_say(c, "40", 2); }

static bool socketio_welcome(const char *head, int size) { return STARTS(head, size, "40"); }

static void socketio_heard(client *c, const char *head, int size) {
  if (size == 1 && head[0] == '2') client_say(c, "3", 1);
}

static void socketio_send(client *c, int target, const char *body, int size) {
  char *text = malloc(size + 64);
  int length = target < 0 ? sprintf(text, "42[\"send\",\"*\",\"%.*s\"]", size, body)
                          : sprintf(text, "42[\"send\",\"%d\",\"%.*s\"]", target, size, body);
  client_say(c, text, length);
  free(text);
}

// SignalR's JSON protocol, without negotiation.

static void signalr_request(const client *c, char *out, size_t room) { snprintf(out, room, "GET /relay?client=%d HTTP/1.1\r\n", c->index); }

static void signalr_greet(client *c) {
  static const char text[] = "{\"protocol\":\"json\",\"version\":1}" SEPARATOR;
  client_say(c, text, sizeof text - 1);
}

static bool signalr_welcome(const char *head, int size) { return STARTS(head, size, "{}"); }

static void signalr_heard(client *c, const char *head, int size) {
  if (STARTS(head, size, "{\"type\":6}")) client_say(c, head, size);
}

static void signalr_send(client *c, int target, const char *body, int size) {
  char *text = malloc(size + 96), name[16] = "*";
  if (target >= 0) snprintf(name, sizeof name, "%d", target);
  client_say(c, text, sprintf(text, "{\"type\":1,\"target\":\"Send\",\"arguments\":[\"%s\",\"%.*s\"]}" SEPARATOR, name, size, body));
  free(text);
}

static const dialect dialects[] = {
    {"liquid", liquid_request, liquid_greet, liquid_welcome, liquid_heard, liquid_send},
    {"plain", plain_request, NULL, NULL, NULL, plain_send},
    {"socketio", socketio_request, socketio_greet, socketio_welcome, socketio_heard, socketio_send},
    {"signalr", signalr_request, signalr_greet, signalr_welcome, signalr_heard, signalr_send},
};

const dialect *dialect_named(const char *name) {
  for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++) {
    if (strcmp(dialects[i].name, name) == 0) return &dialects[i];
  }
  fprintf(stderr, "There is no dialect \"%s\".\n", name);
  exit(2);
}
