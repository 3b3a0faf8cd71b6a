#define _GNU_SOURCE
#include "client.h"
#include "clock.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_CONNECTING 100
#define CLIENTS_PER_ADDRESS 10000
#define LONGEST_SLEEP (MILLISECOND / 4)
#define READ_BYTES (256 * 1024)

// How Liquid's client acknowledges.
#define ACKNOWLEDGE_AFTER (500 * MILLISECOND)
#define ACKNOWLEDGE_COUNT 64

enum { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

const dialect *spoken;
client_events events;
client *clients;
int client_count;

static int poller = -1, server_port, opened, ready_count;
static char read_buffer[READ_BYTES];

// Clients whose acknowledgement is due, in order: all wait equally long.
static client **due;
static size_t due_start, due_end, due_room;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void watch(client *c, int operation, uint32_t wanted) {
  struct epoll_event event = {.events = wanted, .data.ptr = c};
  if (epoll_ctl(poller, operation, c->fd, &event) < 0) die("epoll_ctl");
}

static void open_next(void) {
  client *c = &clients[opened];
  c->index = opened++;
  c->mark_size = -1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (c->fd < 0) die("socket");
  int on = 1, small = 4096;
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  // No port shall wait for late packets of a run that is over.
  setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  setsockopt(c->fd, SOL_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (c->is_slow) setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + c->index / CLIENTS_PER_ADDRESS);
  if (bind(c->fd, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(server_port);
  if (connect(c->fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) die("connect");
  watch(c, EPOLL_CTL_ADD, EPOLLOUT);
}

static void flush(client *c) {
  while (c->out_start < c->out_end) {
    ssize_t written = send(c->fd, c->out + c->out_start, c->out_end - c->out_start, MSG_NOSIGNAL);
    if (written < 0 && errno == EAGAIN) {
      if (!c->waits_to_write) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
      c->waits_to_write = true;
      return;
    }
    if (written < 0) die("send");
    c->out_start += written;
  }
  if (c->waits_to_write) watch(c, EPOLL_CTL_MOD, EPOLLIN);
  c->waits_to_write = false;
  c->out_start = c->out_end = 0;
  if (c->out_room > 4096) free(c->out), c->out = NULL, c->out_room = 0;
}

static char *make_room(client *c, size_t size) {
  if (c->out_end + size + 1 > c->out_room) {
    c->out_room = c->out_end + size + 1;
    c->out = realloc(c->out, c->out_room);
  }
  char *place = c->out + c->out_end;
  c->out_end += size;
  return place;
}

static void say(client *c, int opcode, const char *first, size_t first_size, const char *second, size_t second_size) {
  size_t size = first_size + second_size;
  size_t extended = size < 126 ? 0 : size < 65536 ? 2 : 8;
  bool was_empty = c->out_end == 0;
  char *frame = make_room(c, 2 + extended + 4 + size);
  *frame++ = (char)(0x80 | opcode);
  *frame++ = (char)(0x80 | (extended == 0 ? size : extended == 2 ? 126 : 127));
  for (int shift = (int)extended * 8 - 8; shift >= 0; shift -= 8) *frame++ = (char)(size >> shift);
  static const char mask[4] = {0x5a, 0x13, (char)0xc4, 0x77};
  memcpy(frame, mask, 4);
  frame += 4;
  for (size_t i = 0; i < first_size; i++) frame[i] = first[i] ^ mask[i % 4];
  for (size_t i = 0; i < second_size; i++) frame[first_size + i] = second[i] ^ mask[(first_size + i) % 4];
  if (was_empty) flush(c);
}

void client_say(client *c, const char *text, size_t size) { say(c, TEXT, text, size, NULL, 0); }

void client_say2(client *c, const char *first, size_t first_size, const char *second, size_t second_size) {
  say(c, TEXT, first, first_size, second, second_size);
}

static void acknowledge(client *c, int64_t at) {
  char text[64];
  c->acknowledged = c->applied;
  c->acknowledged_at = at;
  client_say(c, text, snprintf(text, sizeof text, "{\"type\":\"ack\",\"cursor\":%ld}", (long)c->applied));
}

void client_acknowledge_soon(client *c, int64_t cursor) {
  int64_t at = now_ns();
  c->applied = cursor;
  if (c->applied - c->acknowledged >= ACKNOWLEDGE_COUNT) {
    acknowledge(c, at);
  } else if (!c->acknowledges_soon) {
    c->acknowledges_soon = true;
    c->acknowledged_at = at;
    due[due_end] = c;
    due_end = (due_end + 1) % due_room;
  }
}

static void acknowledge_due(int64_t at) {
  while (due_start != due_end) {
    client *c = due[due_start];
    if (at - c->acknowledged_at < ACKNOWLEDGE_AFTER && c->applied > c->acknowledged) return;
    due_start = (due_start + 1) % due_room;
    c->acknowledges_soon = false;
    if (c->applied > c->acknowledged) acknowledge(c, at);
  }
}

static int64_t hexadecimal(const char *digits, int count) {
  int64_t value = 0;
  for (int i = 0; i < count; i++) value = value << 4 | (digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
  return value;
}

static void frame_ended(client *c) {
  int opcode = c->header[0] & 15;
  if (opcode == CLOSE) {
    fprintf(stderr, "The server closed connection %d: %.*s\n", c->index, c->head_size > 2 ? c->head_size - 2 : 0, c->head + 2);
    exit(1);
  }
  if (opcode == PING) say(c, PONG, c->head, c->head_size, NULL, 0);
  if (opcode >= CLOSE || opcode == CONTINUATION) return;
  if (c->state == GREETING && spoken->is_welcome(c->head, c->head_size)) {
    c->state = READY;
    ready_count++;
    if (c->is_slow) watch(c, EPOLL_CTL_MOD, 0);
    if (events.ready) events.ready(c);
  } else if (spoken->heard) {
    spoken->heard(c, c->head, c->head_size);
  }
}

// A mark: '@', the time (16 hexadecimal digits), the sender (4) and the number (8).
static void look_for_marks(client *c, const char *bytes, size_t size) {
  const char *end = bytes + size;
  while (bytes < end) {
    if (c->mark_size < 0) {
      bytes = memchr(bytes, '@', end - bytes);
      if (!bytes) return;
      bytes++;
      c->mark_size = 0;
    }
    while (bytes < end && c->mark_size < MARK_BYTES) c->mark[c->mark_size++] = *bytes++;
    if (c->mark_size == MARK_BYTES) {
      c->mark_size = -1;
      events.delivered(c, hexadecimal(c->mark, 16), (int)hexadecimal(c->mark + 16, 4), (uint32_t)hexadecimal(c->mark + 20, 8));
    }
  }
}

static size_t header_needs(const client *c) {
  int length = c->header_size < 2 ? 0 : c->header[1] & 127;
  return length == 126 ? 4 : length == 127 ? 10 : 2;
}

static void read_frames(client *c, const char *bytes, size_t size) {
  while (size > 0 || (c->header_size >= 2 && (size_t)c->header_size == header_needs(c) && c->left == 0)) {
    if ((size_t)c->header_size < 2 || (size_t)c->header_size < header_needs(c)) {
      c->header[c->header_size++] = (uint8_t)*bytes++;
      size--;
      if (c->header_size < 2 || (size_t)c->header_size < header_needs(c)) continue;
      c->left = c->header_size == 2 ? c->header[1] & 127 : 0;
      for (int i = 2; i < c->header_size; i++) c->left = c->left << 8 | c->header[i];
      c->head_size = 0;
    }
    size_t part = size < c->left ? size : c->left;
    size_t head = HEAD_BYTES - (size_t)c->head_size < part ? HEAD_BYTES - (size_t)c->head_size : part;
    memcpy(c->head + c->head_size, bytes, head);
    c->head_size += (int)head;
    if (c->state == READY && events.delivered) look_for_marks(c, bytes, part);
    bytes += part;
    size -= part;
    c->left -= part;
    if (c->left > 0) return;
    frame_ended(c);
    c->header_size = 0;
  }
}

static void read_upgrade(client *c, char *bytes, size_t size) {
  char *end = memmem(bytes, size, "\r\n\r\n", 4);
  if (!end || strncmp(bytes, "HTTP/1.1 101", 12) != 0) {
    fprintf(stderr, "The server refused connection %d: %.*s\n", c->index, (int)(size < 300 ? size : 300), bytes);
    exit(1);
  }
  c->state = GREETING;
  if (spoken->greet) spoken->greet(c);
  if (!spoken->is_welcome) {
    c->state = READY;
    ready_count++;
    if (c->is_slow) watch(c, EPOLL_CTL_MOD, 0);
    if (events.ready) events.ready(c);
  }
  end += 4;
  read_frames(c, end, bytes + size - end);
}

static void ask_for_upgrade(client *c) {
  char request[512], text[1024];
  spoken->request(c, request, sizeof request);
  int size = snprintf(text, sizeof text,
                      "%sHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                      request, server_port, server_port);
  c->state = UPGRADING;
  watch(c, EPOLL_CTL_MOD, EPOLLIN);
  memcpy(make_room(c, size), text, size);
  flush(c);
}

static void read_client(client *c) {
  ssize_t size = recv(c->fd, read_buffer, sizeof read_buffer, 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    fprintf(stderr, "Connection %d was cut.\n", c->index);
    exit(1);
  }
  if (c->state == UPGRADING) read_upgrade(c, read_buffer, size);
  else read_frames(c, read_buffer, size);
}

void clients_turn(int64_t until) {
  struct epoll_event found[512];
  int64_t at = now_ns();
  acknowledge_due(at);
  int count = epoll_wait(poller, found, 512, 0);
  if (count == 0 && at < until) {
    // Sleeping by the clock: otherwise every server would pay, at each write, for waking this process.
    int64_t wait = until - at < LONGEST_SLEEP ? until - at : LONGEST_SLEEP;
    nanosleep(&(struct timespec){.tv_nsec = wait}, NULL);
  }
  for (int i = 0; i < count; i++) {
    client *c = found[i].data.ptr;
    if (found[i].events & (EPOLLERR | EPOLLHUP) && c->state == CONNECTING) die("connect");
    if (found[i].events & EPOLLOUT) {
      if (c->state == CONNECTING) ask_for_upgrade(c);
      else flush(c);
    }
    if (found[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) read_client(c);
  }
}

void clients_prepare(int count, int port, int slow) {
  client_count = count;
  server_port = port;
  clients = calloc(count, sizeof *clients);
  due_room = count + 1;
  due = calloc(due_room, sizeof *due);
  poller = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < slow; i++) clients[i].is_slow = true;
}

void clients_connect(int count) {
  while (ready_count < count) {
    while (opened < count && opened - ready_count < MOST_CONNECTING) open_next();
    clients_turn(now_ns() + SECOND);
  }
}

void clients_close(void) {
  for (int i = 0; i < client_count; i++) close(clients[i].fd);
}
