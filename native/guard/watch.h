/* Watches one process through its heartbeats and kills it when they stop. */
#ifndef ACCESSKIOSK_GUARD_WATCH_H
#define ACCESSKIOSK_GUARD_WATCH_H

/* Listens on a socket for heartbeats (sd_notify's words); the kernel says which process sent each. When that process
   ends, or is silent for so many seconds and has been killed, the lines of the file are locked. Returns an exit code. */
int guard_watch(const char *socket_path, const char *lines_path, double seconds);

#endif
