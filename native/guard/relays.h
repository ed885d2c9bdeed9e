/* Relays on USB boards, which keep their state when the program that switched them dies. */
#ifndef ACCESSKIOSK_GUARD_RELAYS_H
#define ACCESSKIOSK_GUARD_RELAYS_H

/* Whether a chip is such a board: serial:/dev/ttyUSB0 (LCUS, CH340) or hid:/dev/hidraw0 (USBRelay, 16c0:05df). */
int guard_is_relay_board(const char *chip);

/* Switches relay 1 and up. Returns 0, or an errno; EBUSY while another process holds the board. */
int guard_relay_switch(const char *chip, unsigned int relay, int on);

#endif
