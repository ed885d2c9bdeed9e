#include "lines.h"
#include "relays.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

void guard_say(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("accesskiosk-guard: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

double guard_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int is_number(const char *text) {
  if (!*text)
    return 0;
  for (; *text; text++)
    if (!isdigit((unsigned char)*text))
      return 0;
  return 1;
}

static int refuse(const char *text) {
  guard_say("'%s' is no line: write CHIP:OFFSET=low, CHIP:OFFSET=high, or a line's name in place of the offset", text);
  return -1;
}

int guard_lines_add(struct guard_lines *lines, const char *text) {
  struct guard_line line = {0};
  const char *equals = strrchr(text, '=');
  if (!equals || (strcmp(equals, "=low") && strcmp(equals, "=high")))
    return refuse(text);
  /* Labels may hold colons, lines' names hardly: the last one parts them. */
  const char *colon = memrchr(text, ':', (size_t)(equals - text));
  if (!colon || colon == text || colon + 1 == equals)
    return refuse(text);
  size_t chip = (size_t)(colon - text), name = (size_t)(equals - colon - 1);
  if (chip >= sizeof line.chip || name >= sizeof line.name)
    return refuse(text);
  memcpy(line.chip, text, chip);
  memcpy(line.name, colon + 1, name);
  line.high = !strcmp(equals, "=high");
  if (is_number(line.name)) {
    if (name > 6)
      return refuse(text);
    line.offset = (unsigned int)strtoul(line.name, NULL, 10);
    line.name[0] = 0;
  }
  if (lines->count == GUARD_MAX_LINES) {
    guard_say("more than %d lines", GUARD_MAX_LINES);
    return -1;
  }
  lines->line[lines->count++] = line;
  return 0;
}

int guard_lines_read(struct guard_lines *lines, const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) {
    guard_say("%s cannot be read: %s; the kiosk writes it (kiosk doors lines)", path, strerror(errno));
    return -1;
  }
  char row[512];
  int result = 0;
  while (!result && fgets(row, sizeof row, file)) {
    row[strcspn(row, "#\n")] = 0;
    char *text = row + strspn(row, " \t\r");
    for (char *end = text + strlen(text); end > text && isspace((unsigned char)end[-1]);)
      *--end = 0;
    if (*text)
      result = guard_lines_add(lines, text);
  }
  fclose(file);
  return result;
}

void guard_lines_print(const struct guard_lines *lines) {
  for (size_t i = 0; i < lines->count; i++) {
    const struct guard_line *line = &lines->line[i];
    if (*line->name)
      printf("%s line '%s' locks when %s\n", line->chip, line->name, line->high ? "high" : "low");
    else
      printf("%s line %u locks when %s\n", line->chip, line->offset, line->high ? "high" : "low");
  }
}

/* The chip by path, name, number or label; -1 with errno. */
static int open_chip(const char *wanted) {
  if (*wanted == '/')
    return open(wanted, O_RDWR | O_CLOEXEC);
  glob_t found;
  int chip = -1, error = ENOENT;
  if (glob("/dev/gpiochip*", 0, NULL, &found))
    return errno = ENOENT, -1;
  for (size_t i = 0; i < found.gl_pathc && chip < 0; i++) {
    struct gpiochip_info info = {0};
    int candidate = open(found.gl_pathv[i], O_RDWR | O_CLOEXEC);
    if (candidate < 0)
      error = errno;
    else if (!ioctl(candidate, GPIO_GET_CHIPINFO_IOCTL, &info) &&
             (!strcmp(info.name, wanted) || !strcmp(info.label, wanted) ||
              (is_number(wanted) && !strcmp(info.name + strcspn(info.name, "0123456789"), wanted))))
      chip = candidate;
    else
      close(candidate);
  }
  globfree(&found);
  if (chip < 0)
    errno = error;
  return chip;
}

/* The line's number on the chip, and who holds it; -1 with errno. */
static int find_line(int chip, const struct guard_line *line, struct gpio_v2_line_info *info) {
  struct gpiochip_info about = {0};
  if (ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &about))
    return -1;
  for (unsigned int offset = 0; offset < about.lines; offset++) {
    memset(info, 0, sizeof *info);
    info->offset = offset;
    if (*line->name ? !ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, info) && !strcmp(info->name, line->name)
                    : offset == line->offset && !ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, info))
      return 0;
  }
  return errno = ENXIO, -1;
}

static void say_unlocked(const struct guard_line *line, int error, const char *holder) {
  char place[GPIO_MAX_NAME_SIZE];
  snprintf(place, sizeof place, *line->name ? "%s" : "%.0s%u", line->name, line->offset);
  const char *reason = error == ENOENT ? "there is no such chip" : error == ENXIO ? "the chip has no such line" : strerror(error);
  guard_say("%s:%s could not be locked: %s%s%.*s", line->chip, place, reason, error == EBUSY ? ", held by " : "", GPIO_MAX_NAME_SIZE,
            error == EBUSY ? holder : "");
}

/* 0 when it was driven to its level; else errno, with the holder where there is one. */
static int lock_line(const struct guard_line *line, char holder[GPIO_MAX_NAME_SIZE]) {
  if (guard_is_relay_board(line->chip)) {
    strcpy(holder, "the kiosk or another program");
    return guard_relay_switch(line->chip, line->offset, line->high);
  }
  struct gpio_v2_line_info info;
  struct gpio_v2_line_request request = {.num_lines = 1, .consumer = "accesskiosk-guard"};
  int error = 0, chip = open_chip(line->chip);
  if (chip < 0)
    return errno;
  if (find_line(chip, line, &info)) {
    error = errno;
  } else {
    memcpy(holder, info.consumer, GPIO_MAX_NAME_SIZE);
    request.offsets[0] = info.offset;
    request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    request.config.num_attrs = 1;
    request.config.attrs[0].mask = 1;
    request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    request.config.attrs[0].attr.values = line->high ? 1 : 0;
    if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request))
      error = errno;
    else
      close(request.fd);
  }
  close(chip);
  return error;
}

size_t guard_lines_lock(const struct guard_lines *lines, double seconds) {
  const double until = guard_now() + seconds;
  int error[GUARD_MAX_LINES];
  char holder[GUARD_MAX_LINES][GPIO_MAX_NAME_SIZE] = {{0}};
  for (size_t i = 0; i < lines->count; i++)
    error[i] = EBUSY;
  for (;;) {
    size_t busy = 0, failed = 0;
    for (size_t i = 0; i < lines->count; i++) {
      if (error[i] == EBUSY)
        error[i] = lock_line(&lines->line[i], holder[i]);
      busy += error[i] == EBUSY;
      failed += error[i] != 0;
    }
    if (!busy || guard_now() >= until) {
      for (size_t i = 0; i < lines->count; i++)
        if (error[i])
          say_unlocked(&lines->line[i], error[i], holder[i]);
      return failed;
    }
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
  }
}
