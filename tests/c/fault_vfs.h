/* SPDX-License-Identifier: MIT */
/*
** A VFS that hands everything on to the default one, counts the calls of some kinds and lets the
** n-th of them fail, once or from there on, or kill the process. A write that fails has written the
** first half: what a disk leaves behind when it fails. Whatever is written can be watched.
**
** It does not wait for the disk: a sync is counted, and that is all. Nor does it sleep.
**
** Included once per program. Not for several threads.
*/
#ifndef GLUE_FAULT_VFS_H
#define GLUE_FAULT_VFS_H

#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The kinds of calls, as bits. */
enum {
  CALL_OPEN = 0x01,
  CALL_DELETE = 0x02,
  CALL_ACCESS = 0x04,
  CALL_READ = 0x08,
  CALL_WRITE = 0x10,
  CALL_TRUNCATE = 0x20,
  CALL_SYNC = 0x40,
  CALL_SIZE = 0x80,
  CALL_LOCK = 0x100, /* of the file, and of the WAL's shared memory */
  CALL_MAP = 0x200,  /* of that shared memory */
};

typedef struct FaultPlan {
  unsigned calls; /* the kinds that count */
  int code;       /* what the call returns; 0: the I/O error of its kind */
  bool kills;     /* the process is killed instead */
  bool lasting;   /* all later ones of these kinds fail as well */
  long remaining; /* until one fails; -1: none does */
  long failed;    /* how many have */
} FaultPlan;

static FaultPlan fault_plan = {.remaining = -1};

/* Called with all that is written; `flags` are those that SQLite opened the file with. */
static void (*fault_watch)(int flags, const void *bytes, int size);

static sqlite3_vfs fault_vfs, *real_vfs;

typedef struct FaultFile {
  sqlite3_file base;  /* must be first */
  sqlite3_file *real; /* in the same allocation, behind this */
  int flags;
} FaultFile;

static inline sqlite3_file *real_file(sqlite3_file *file) {
  return ((FaultFile *)file)->real;
}

/* The code with which a call of that kind must fail now, or SQLITE_OK. */
static inline int fault_now(unsigned kind, int code) {
  FaultPlan *plan = &fault_plan;
  if (plan->remaining < 0 || !(plan->calls & kind)) return SQLITE_OK;
  if (plan->remaining > 0) {
    plan->remaining--;
    return SQLITE_OK;
  }
  if (plan->kills && kind != CALL_WRITE) raise(SIGKILL);
  plan->failed++;
  if (!plan->lasting) plan->remaining = -1;
  return plan->code ? plan->code : code;
}

/* ---- Files. */

static inline int fault_close(sqlite3_file *file) {
  return real_file(file)->pMethods ? real_file(file)->pMethods->xClose(real_file(file)) : SQLITE_OK;
}

static inline int fault_read(sqlite3_file *file, void *buffer, int size, sqlite3_int64 offset) {
  int rc = fault_now(CALL_READ, SQLITE_IOERR_READ);
  if (rc != SQLITE_OK) return rc;
  return real_file(file)->pMethods->xRead(real_file(file), buffer, size, offset);
}

static inline int fault_write(sqlite3_file *file, const void *buffer, int size,
                              sqlite3_int64 offset) {
  int rc = fault_now(CALL_WRITE, SQLITE_IOERR_WRITE);
  bool torn = rc != SQLITE_OK;
  if (fault_watch) fault_watch(((FaultFile *)file)->flags, buffer, size);
  int real_rc =
      real_file(file)->pMethods->xWrite(real_file(file), buffer, torn ? size / 2 : size, offset);
  if (torn && fault_plan.kills) raise(SIGKILL);
  return torn ? rc : real_rc;
}

static inline int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int rc = fault_now(CALL_TRUNCATE, SQLITE_IOERR_TRUNCATE);
  return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static inline int fault_sync(sqlite3_file *file, int flags) {
  (void)file, (void)flags;
  return fault_now(CALL_SYNC, SQLITE_IOERR_FSYNC);
}

static inline int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
  int rc = fault_now(CALL_SIZE, SQLITE_IOERR_FSTAT);
  return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static inline int fault_lock(sqlite3_file *file, int lock) {
  int rc = fault_now(CALL_LOCK, SQLITE_IOERR_LOCK);
  return rc != SQLITE_OK ? rc : real_file(file)->pMethods->xLock(real_file(file), lock);
}

static inline int fault_unlock(sqlite3_file *file, int lock) {
  return real_file(file)->pMethods->xUnlock(real_file(file), lock);
}

static inline int fault_check_lock(sqlite3_file *file, int *reserved) {
  return real_file(file)->pMethods->xCheckReservedLock(real_file(file), reserved);
}

static inline int fault_control(sqlite3_file *file, int operation, void *argument) {
  return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static inline int fault_sector_size(sqlite3_file *file) {
  return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static inline int fault_characteristics(sqlite3_file *file) {
  return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static inline int fault_shm_map(sqlite3_file *file, int page, int size, int extend,
                                void volatile **out) {
  int rc = fault_now(CALL_MAP, SQLITE_IOERR_SHMMAP);
  if (rc != SQLITE_OK) return rc;
  return real_file(file)->pMethods->xShmMap(real_file(file), page, size, extend, out);
}

static inline int fault_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
  int rc = flags & SQLITE_SHM_LOCK ? fault_now(CALL_LOCK, SQLITE_IOERR_SHMLOCK) : SQLITE_OK;
  return rc != SQLITE_OK ? rc
                         : real_file(file)->pMethods->xShmLock(real_file(file), offset, n, flags);
}

static inline void fault_shm_barrier(sqlite3_file *file) {
  real_file(file)->pMethods->xShmBarrier(real_file(file));
}

static inline int fault_shm_unmap(sqlite3_file *file, int delete) {
  return real_file(file)->pMethods->xShmUnmap(real_file(file), delete);
}

/* Without the methods of version 3, which map the file itself into memory past xRead. */
static const sqlite3_io_methods fault_methods = {
    .iVersion = 2,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_check_lock,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector_size,
    .xDeviceCharacteristics = fault_characteristics,
    .xShmMap = fault_shm_map,
    .xShmLock = fault_shm_lock,
    .xShmBarrier = fault_shm_barrier,
    .xShmUnmap = fault_shm_unmap,
};

/* ---- The VFS. */

static inline int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags,
                             int *out_flags) {
  FaultFile *file = (FaultFile *)out;
  (void)vfs;
  file->base.pMethods = NULL;
  file->flags = flags;
  file->real = (sqlite3_file *)(file + 1);
  int rc = fault_now(CALL_OPEN, SQLITE_CANTOPEN);
  if (rc == SQLITE_OK) rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out_flags);
  if (rc == SQLITE_OK) file->base.pMethods = &fault_methods;
  return rc;
}

static inline int fault_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
  int rc = fault_now(CALL_DELETE, SQLITE_IOERR_DELETE);
  (void)vfs, (void)sync_folder;
  return rc != SQLITE_OK ? rc : real_vfs->xDelete(real_vfs, name, 0);
}

static inline int fault_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  int rc = fault_now(CALL_ACCESS, SQLITE_IOERR_ACCESS);
  (void)vfs;
  return rc != SQLITE_OK ? rc : real_vfs->xAccess(real_vfs, name, flags, result);
}

static inline int fault_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  (void)vfs;
  return real_vfs->xFullPathname(real_vfs, name, size, out);
}

static inline int fault_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds;
}

/* Makes it the default. */
static inline bool fault_vfs_install(void) {
  real_vfs = sqlite3_vfs_find(NULL);
  if (real_vfs == NULL) return false;
  fault_vfs = *real_vfs; /* also what needs no wrapping: time, randomness */
  fault_vfs.zName = "fault";
  fault_vfs.szOsFile = (int)sizeof(FaultFile) + real_vfs->szOsFile;
  fault_vfs.pNext = NULL;
  fault_vfs.xOpen = fault_open;
  fault_vfs.xDelete = fault_delete;
  fault_vfs.xAccess = fault_access;
  fault_vfs.xFullPathname = fault_full_path;
  fault_vfs.xSleep = fault_sleep;
  return sqlite3_vfs_register(&fault_vfs, 1) == SQLITE_OK;
}

#endif
