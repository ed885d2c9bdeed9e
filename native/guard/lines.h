/* The relay lines that the guard drives to their locked level, through the kernel's own interface (linux/gpio.h, v2). */
#ifndef ACCESSKIOSK_GUARD_LINES_H
#define ACCESSKIOSK_GUARD_LINES_H

#include <linux/gpio.h>
#include <stddef.h>

enum { GUARD_MAX_LINES = 64, GUARD_MAX_CHIP = 256 };

struct guard_line {
  char chip[GUARD_MAX_CHIP];        /* a name (gpiochip0), a path (/dev/gpiochip0), a label, or a USB board (relays.h) */
  char name[GPIO_MAX_NAME_SIZE];    /* the line's name in the kernel; empty: the offset counts */
  unsigned int offset;
  int high;                         /* the electrical level that locks; of a USB relay: whether it is on */
};

struct guard_lines {
  struct guard_line line[GUARD_MAX_LINES];
  size_t count;
};

/* Adds one line written CHIP:OFFSET=low, CHIP:NAME=high and so on. Returns 0, or -1 with the reason on stderr. */
int guard_lines_add(struct guard_lines *lines, const char *text);

/* Adds every line of a file: one a row, # begins a comment. Returns 0, or -1 with the reason on stderr. */
int guard_lines_read(struct guard_lines *lines, const char *path);

/* Prints the lines as they were understood. */
void guard_lines_print(const struct guard_lines *lines);

/* Drives each line to its locked level and gives it back; a busy line is tried again until the time is over.
   One that fails does not keep the others from being locked. Returns how many could not be locked. */
size_t guard_lines_lock(const struct guard_lines *lines, double seconds);

/* Says a line on stderr, where the journal takes it. */
void guard_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Seconds on a clock that never jumps. */
double guard_now(void);

#endif
