/* accesskiosk-guard: locks the doors when the kiosk is dead or hung. Needs nothing but the kernel and the C library,
   so that whatever broke the kiosk does not break it too. docs/door.md says when it runs. */
#include "lines.h"
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "accesskiosk-guard lock [--lines FILE] [--wait SECONDS] [LINE...]   drive every line to its locked level\n"
    "accesskiosk-guard check [--lines FILE] [LINE...]                   say how the lines are understood\n"
    "accesskiosk-guard watch --socket PATH --lines FILE --timeout SECONDS\n"
    "                                                                   lock when the kiosk ends or falls silent\n"
    "LINE is CHIP:OFFSET=low or CHIP:NAME=high: the electrical level that locks (USB boards: serial:/dev/ttyUSB0:1=low,\n"
    "hid:/dev/hidraw0:1=low, low for a relay at rest). FILE has one a row (kiosk doors lines).\n"
    "Exit: 0 done, 1 a line could not be locked, 2 bad arguments.\n";

static int bad(const char *what, const char *value) {
  guard_say("%s%s%s", what, value ? ": " : "", value ? value : "");
  fputs(usage, stderr);
  return 2;
}

static int seconds_of(const char *text, double least, double *seconds) {
  char *end;
  *seconds = strtod(text, &end);
  return end != text && !*end && *seconds >= least && *seconds <= 3600;
}

int main(int count, char **arguments) {
  if (count > 1 && (!strcmp(arguments[1], "--help") || !strcmp(arguments[1], "-h")))
    return fputs(usage, stdout), 0;
  const char *mode = count > 1 ? arguments[1] : "", *file = NULL, *socket_path = NULL;
  const int lock = !strcmp(mode, "lock"), watch = !strcmp(mode, "watch"), check = !strcmp(mode, "check");
  if (!lock && !watch && !check)
    return bad(count > 1 ? "no such command" : "a command is wanted", count > 1 ? mode : NULL);
  static struct guard_lines lines;
  double wait = 5, timeout = 0;
  for (int i = 2; i < count; i++) {
    const char *argument = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
    if (argument[0] != '-') {
      if (watch)
        return bad("watch takes its lines from --lines FILE, not", argument);
      if (guard_lines_add(&lines, argument))
        return 2;
      continue;
    }
    if (!value)
      return bad("a value is wanted after", argument);
    i++;
    if (!strcmp(argument, "--lines"))
      file = value;
    else if (watch && !strcmp(argument, "--socket"))
      socket_path = value;
    else if (lock && !strcmp(argument, "--wait")) {
      if (!seconds_of(value, 0, &wait))
        return bad("--wait is 0 to 3600 seconds, not", value);
    } else if (watch && !strcmp(argument, "--timeout")) {
      if (!seconds_of(value, 0.1, &timeout))
        return bad("--timeout is 0.1 to 3600 seconds, not", value);
    } else
      return bad("no such option", argument);
  }
  if (watch)
    return socket_path && file && timeout > 0 ? guard_watch(socket_path, file, timeout)
                                              : bad("watch wants --socket, --lines and --timeout", NULL);
  /* What the arguments name is locked even where the file is broken. */
  int unread = file && guard_lines_read(&lines, file);
  if (check)
    return guard_lines_print(&lines), unread ? 2 : 0;
  size_t failed = guard_lines_lock(&lines, wait);
  printf("accesskiosk-guard: locked %zu of %zu lines\n", lines.count - failed, lines.count);
  return failed || unread ? 1 : 0;
}
