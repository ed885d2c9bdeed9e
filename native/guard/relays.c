#include "relays.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/hidraw.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const char serial[] = "serial:", hid[] = "hid:";

static int begins(const char *text, const char *with) { return !strncmp(text, with, strlen(with)); }

int guard_is_relay_board(const char *chip) { return begins(chip, serial) || begins(chip, hid); }

/* LCUS boards: A0, the relay, its state, the sum of the three; they answer nothing. */
static int switch_serial(int board, unsigned char relay, unsigned char on) {
  struct termios settings;
  if (tcgetattr(board, &settings))
    return -1;
  cfmakeraw(&settings);
  const unsigned char frame[] = {0xA0, relay, on, (unsigned char)(0xA0 + relay + on)};
  return cfsetspeed(&settings, B9600) || tcsetattr(board, TCSANOW, &settings) || write(board, frame, sizeof frame) != sizeof frame ? -1 : 0;
}

/* USBRelay boards: FF switches on, FD off; the report that is read ends in the relays' states. */
static int switch_hid(int board, unsigned char relay, unsigned char on) {
  struct hidraw_devinfo about;
  unsigned char report[9] = {0, on ? 0xFF : 0xFD, relay};
  if (ioctl(board, HIDIOCGRAWINFO, &about))
    return -1;
  if ((unsigned short)about.vendor != 0x16C0 || (unsigned short)about.product != 0x05DF)
    return errno = ENODEV, -1;
  if (ioctl(board, HIDIOCSFEATURE(sizeof report), report) < 0)
    return -1;
  memset(report, 0, sizeof report);
  if (ioctl(board, HIDIOCGFEATURE(sizeof report), report) < (int)sizeof report)
    return -1;
  return (report[8] >> (relay - 1) & 1) == on ? 0 : (errno = EIO, -1);
}

int guard_relay_switch(const char *chip, unsigned int relay, int on) {
  if (relay < 1 || relay > 8)
    return ENXIO;
  int error = 0, board = open(strchr(chip, ':') + 1, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (board < 0)
    return errno;
  /* The kiosk holds this lock while it lives. */
  if (flock(board, LOCK_EX | LOCK_NB))
    error = errno == EWOULDBLOCK ? EBUSY : errno;
  else if (begins(chip, serial) ? switch_serial(board, (unsigned char)relay, !!on) : switch_hid(board, (unsigned char)relay, !!on))
    error = errno ? errno : EIO;
  close(board);
  return error;
}
