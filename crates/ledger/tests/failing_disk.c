/* A disk that fails, for a process that is started with this library before it (LD_PRELOAD).
 *
 * Counts the writes to files whose path holds "coupons.db". From the DISK_FAILS_AT-th on they fail with DISK_ERRNO: once, or
 * for ever where DISK_FAILS_FOR_EVER is set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long writes = 0;

static int fails(int fd) {
    const char *at = getenv("DISK_FAILS_AT"), *number = getenv("DISK_ERRNO");
    char link[64], path[4096];
    if (!at || !number) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (!strstr(path, "coupons.db")) return 0;
    long count = __sync_add_and_fetch(&writes, 1), first = atol(at);
    if (count != first && !(count > first && getenv("DISK_FAILS_FOR_EVER"))) return 0;
    errno = atoi(number);
    return 1;
}

#define NEXT(type, name) type next = (type)dlsym(RTLD_NEXT, name)
typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off_t);
typedef int (*fd_fn)(int);
typedef int (*truncate_fn)(int, off_t);

ssize_t write(int fd, const void *bytes, size_t count) {
    NEXT(write_fn, "write");
    return fails(fd) ? -1 : next(fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    NEXT(pwrite_fn, "pwrite");
    return fails(fd) ? -1 : next(fd, bytes, count, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t offset) {
    NEXT(pwrite_fn, "pwrite64");
    return fails(fd) ? -1 : next(fd, bytes, count, offset);
}
int fsync(int fd) {
    NEXT(fd_fn, "fsync");
    return fails(fd) ? -1 : next(fd);
}
int fdatasync(int fd) {
    NEXT(fd_fn, "fdatasync");
    return fails(fd) ? -1 : next(fd);
}
int ftruncate(int fd, off_t length) {
    NEXT(truncate_fn, "ftruncate");
    return fails(fd) ? -1 : next(fd, length);
}
int ftruncate64(int fd, off_t length) {
    NEXT(truncate_fn, "ftruncate64");
    return fails(fd) ? -1 : next(fd, length);
}
