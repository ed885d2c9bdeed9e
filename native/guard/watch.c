#include "watch.h"
#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { STOP_SECONDS = 30, DEATH_SECONDS = 5 };

struct ward {
  pid_t pid;                 /* 0: nobody is watched */
  int handle;                /* its pidfd: a number cannot come to mean another process */
  double deadline;           /* when it must have been heard again */
  struct guard_lines lines;  /* those of its own start: the file may be newer */
};

static int listen_on(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    guard_say("the socket's path is too long: %s", path);
    return -1;
  }
  strcpy(address.sun_path, path);
  int yes = 1, listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  unlink(path);
  /* Its group is the kiosk's, others have no word here. */
  if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes) ||
      bind(listener, (struct sockaddr *)&address, sizeof address) || chmod(path, 0660)) {
    guard_say("cannot listen on %s: %s", path, strerror(errno));
    return -1;
  }
  return listener;
}

/* Takes a message; returns its sender, 0 where it says nothing of use. */
static pid_t receive(int listener, char *text, size_t size) {
  char control[CMSG_SPACE(sizeof(struct ucred))];
  struct iovec part = {.iov_base = text, .iov_len = size - 1};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(listener, &message, MSG_CMSG_CLOEXEC);
  struct cmsghdr *header = length > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (!header || header->cmsg_type != SCM_CREDENTIALS)
    return 0;
  text[length] = 0;
  struct ucred sender;
  memcpy(&sender, CMSG_DATA(header), sizeof sender);
  return sender.pid;
}

static void adopt(struct ward *ward, pid_t pid, const char *lines_path) {
  int handle = (int)syscall(SYS_pidfd_open, pid, 0);
  if (handle < 0) {
    guard_say("process %d cannot be watched: %s", pid, strerror(errno));
    return;
  }
  struct guard_lines lines = {.count = 0};
  if (!guard_lines_read(&lines, lines_path))
    ward->lines = lines;
  ward->pid = pid;
  ward->handle = handle;
  guard_say("watching process %d, %zu lines", pid, ward->lines.count);
}

/* The ward is dead or will not die: nothing of it is watched any more. */
static void leave(struct ward *ward) {
  close(ward->handle);
  ward->handle = -1;
  ward->pid = 0;
}

static int is_dead(int handle, int milliseconds) {
  struct pollfd death = {.fd = handle, .events = POLLIN};
  return poll(&death, 1, milliseconds) == 1;
}

static size_t lock_lines(const struct guard_lines *lines, double seconds) {
  size_t failed = guard_lines_lock(lines, seconds);
  guard_say("locked %zu of %zu lines", lines->count - failed, lines->count);
  return failed;
}

/* Reads messages and adopts whoever beats first; true when the ward was heard. */
static void hear(int listener, struct ward *ward, const char *lines_path, double seconds) {
  char text[4096] = "";
  pid_t sender = receive(listener, text, sizeof text);
  int beat = strstr(text, "WATCHDOG=1") || strstr(text, "READY=1"), stopping = !!strstr(text, "STOPPING=1");
  if (!sender || (!beat && !stopping))
    return;
  if (!ward->pid && beat)
    adopt(ward, sender, lines_path);
  if (sender == ward->pid)
    ward->deadline = guard_now() + (stopping && seconds < STOP_SECONDS ? STOP_SECONDS : seconds);
}

int guard_watch(const char *socket_path, const char *lines_path, double seconds) {
  struct ward ward = {.handle = -1};
  int listener = listen_on(socket_path);
  if (listener < 0)
    return 1;
  /* Nobody is heard yet: what is free is locked; a kiosk that runs already holds its lines. */
  if (!guard_lines_read(&ward.lines, lines_path))
    lock_lines(&ward.lines, 0);
  size_t unlocked = 0;
  for (;;) {
    struct pollfd events[] = {{.fd = listener, .events = POLLIN}, {.fd = ward.handle, .events = POLLIN}};
    double left = ward.pid ? ward.deadline - guard_now() : unlocked ? 1 : -1;
    int milliseconds = left < 0 ? (ward.pid ? 0 : -1) : (int)(left * 1000) + 1;
    if (poll(events, 2, milliseconds) < 0 && errno != EINTR) {
      guard_say("poll: %s", strerror(errno));
      return 1;
    }
    if (events[0].revents)
      hear(listener, &ward, lines_path, seconds);
    if (!ward.pid) {
      /* Held by a process that the kernel could not end: tried again until it is free. */
      if (unlocked)
        unlocked = lock_lines(&ward.lines, 0);
      continue;
    }
    if (unlocked && events[0].revents)
      unlocked = 0;
    int overdue = guard_now() >= ward.deadline;
    if (!overdue && !(events[1].revents & POLLIN))
      continue;
    if (overdue) {
      guard_say("process %d has not been heard for %g s: killing it", ward.pid, seconds);
      syscall(SYS_pidfd_send_signal, ward.handle, SIGKILL, NULL, 0);
      if (!is_dead(ward.handle, DEATH_SECONDS * 1000))
        guard_say("process %d does not die", ward.pid);
    } else {
      guard_say("process %d has ended", ward.pid);
    }
    leave(&ward);
    unlocked = lock_lines(&ward.lines, 1);
  }
}
