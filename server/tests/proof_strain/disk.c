// A disk that fails on demand. The file that INDGANG_TEST_DISK names says how: "write 28" (ENOSPC), "write 5" (EIO) or
// "sync 5". As long as there is none, the disk works. Put before the program by LD_PRELOAD.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fails(const char *what) {
    const char *path = getenv("INDGANG_TEST_DISK");
    char how[32] = {0};
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    ssize_t length = read(file, how, sizeof how - 1);
    close(file);
    size_t word = strlen(what);
    if (length <= (ssize_t)word || strncmp(how, what, word) != 0) return 0;
    errno = atoi(how + word);
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    return fails("write") ? -1 : REAL(pwrite)(file, bytes, count, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    return fails("write") ? -1 : REAL(pwrite64)(file, bytes, count, at);
}
int fdatasync(int file) {
    return fails("sync") ? -1 : REAL(fdatasync)(file);
}
int fsync(int file) {
    return fails("sync") ? -1 : REAL(fsync)(file);
}
