// A floor: one thread, epoll, and each frame prebuilt once and written to each socket by itself. relay PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 65536
#define KEY "dGhlIHNhbXBsZSBub25jZQ==" // the load always asks with this one
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

typedef struct {
  int fd, id;
  bool open, waits_to_write;
  char *in, *out;
  size_t in_size, in_room, out_start, out_size, out_room;
} connection;

static connection *all[MOST], *by_id[MOST];
static int count, poller;

static void watch(connection *c, int operation) {
  struct epoll_event event = {.events = EPOLLIN | (c->waits_to_write ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(poller, operation, c->fd, &event);
}

static void queue(connection *c, const char *bytes, size_t size) {
  if (c->out_size + size > c->out_room) c->out = realloc(c->out, c->out_room = c->out_size + size);
  memcpy(c->out + c->out_size, bytes, size);
  c->out_size += size;
  if (!c->waits_to_write) c->waits_to_write = true, watch(c, EPOLL_CTL_MOD);
}

static void write_to(connection *c, const char *bytes, size_t size) {
  ssize_t written = c->waits_to_write ? 0 : send(c->fd, bytes, size, MSG_NOSIGNAL);
  if (written < 0) written = 0;
  if ((size_t)written < size) queue(c, bytes + written, size - written);
}

static void write_rest(connection *c) {
  ssize_t written = send(c->fd, c->out + c->out_start, c->out_size - c->out_start, MSG_NOSIGNAL);
  if (written < 0) return;
  c->out_start += written;
  if (c->out_start < c->out_size) return;
  free(c->out);
  c->out = NULL;
  c->out_start = c->out_size = c->out_room = 0;
  c->waits_to_write = false;
  watch(c, EPOLL_CTL_MOD);
}

static void relay(connection *from, const char *payload, size_t size) {
  static char frame[1 << 21];
  size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
  frame[0] = (char)0x81;
  frame[1] = (char)(header == 2 ? size : header == 4 ? 126 : 127);
  for (size_t i = 2; i < header; i++) frame[i] = (char)(size >> (8 * (header - 1 - i)));
  memcpy(frame + header, payload, size);
  if (payload[0] != '*') {
    connection *to = by_id[atoi((char[6]){payload[0], payload[1], payload[2], payload[3], payload[4], 0})];
    if (to) write_to(to, frame, header + size);
    return;
  }
  for (int i = 0; i < count; i++) {
    if (all[i] != from) write_to(all[i], frame, header + size);
  }
}

static void take(connection *c, size_t size) {
  memmove(c->in, c->in + size, c->in_size -= size);
}

static bool take_upgrade(connection *c) {
  char *end = memmem(c->in, c->in_size, "\r\n\r\n", 4);
  if (!end) return false;
  static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: " ACCEPT "\r\n\r\n";
  c->id = atoi(c->in + sizeof "GET /" - 1);
  c->open = true;
  all[count++] = by_id[c->id] = c;
  take(c, end + 4 - c->in);
  write_to(c, answer, sizeof answer - 1);
  return true;
}

static bool take_frame(connection *c) {
  const uint8_t *in = (uint8_t *)c->in;
  if (c->in_size < 2) return false;
  size_t extended = (in[1] & 127) == 126 ? 2 : (in[1] & 127) == 127 ? 8 : 0, header = 2 + extended + 4;
  if (c->in_size < header) return false;
  size_t size = extended ? 0 : in[1] & 127;
  for (size_t i = 0; i < extended; i++) size = size << 8 | in[2 + i];
  if (c->in_size < header + size) return false;
  char *payload = c->in + header, *mask = payload - 4;
  for (size_t i = 0; i < size; i++) payload[i] ^= mask[i % 4];
  if ((in[0] & 15) < 8) relay(c, payload, size);
  take(c, header + size);
  return true;
}

static void end(connection *c) {
  for (int i = 0; i < count; i++) {
    if (all[i] == c) all[i] = all[--count];
  }
  if (by_id[c->id] == c) by_id[c->id] = NULL;
  close(c->fd);
  free(c->in);
  free(c->out);
  free(c);
}

static void read_from(connection *c) {
  static char bytes[1 << 18];
  ssize_t size = recv(c->fd, bytes, sizeof bytes, 0);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) return end(c);
  if (c->in_size + size > c->in_room) c->in = realloc(c->in, c->in_room = c->in_size + size);
  memcpy(c->in + c->in_size, bytes, size);
  c->in_size += size;
  while (c->open ? take_frame(c) : take_upgrade(c)) {
  }
  if (c->in_size == 0) free(c->in), c->in = NULL, c->in_room = 0;
}

int main(int argument_count, char **arguments) {
  int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  address.sin_port = htons(argument_count > 1 ? atoi(arguments[1]) : 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1024) < 0) return perror("listen"), 1;
  poller = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  puts("listening");
  fflush(stdout);
  while (true) {
    struct epoll_event found[256];
    int ready = epoll_wait(poller, found, 256, -1);
    for (int i = 0; i < ready; i++) {
      connection *c = found[i].data.ptr;
      if (c) {
        if (found[i].events & EPOLLOUT) write_rest(c);
        if (found[i].events & ~EPOLLOUT) read_from(c);
        continue;
      }
      for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        c = calloc(1, sizeof *c);
        c->fd = fd;
        watch(c, EPOLL_CTL_ADD);
      }
    }
  }
}
