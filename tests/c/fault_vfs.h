/*
** A file system on which things go wrong: a VFS over the default one that counts SQLite's operations
** on files and has the n-th of them fail, or end the process.
**
**     fault_register();                           once
**     sqlite3_open_v2(..., FAULT_VFS)             the database whose operations count
**     fault_arm(n, FAULT_EVERYTHING, 0, false);   the n-th operation fails from now on
**     ...
**     fault_disarm();
**
** A write that fails has written its first half, as on a real disk. Nothing is synced: what these
** tests kill is the process, not the machine.
**
** Included once per program, after _XOPEN_SOURCE 700 is defined.
*/
#ifndef GLUE_FAULT_VFS_H
#define GLUE_FAULT_VFS_H

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#define FAULT_VFS "faults"

/* What counts as an operation. */
enum {
  FAULT_READ = 0x01,
  FAULT_WRITE = 0x02,
  FAULT_TRUNCATE = 0x04,
  FAULT_SYNC = 0x08,
  FAULT_SIZE = 0x10,
  FAULT_OPEN = 0x20,
  FAULT_DELETE = 0x40,
  FAULT_ACCESS = 0x80,
  FAULT_LOCK = 0x100, /* of the file, and of the shared memory of a WAL */
  FAULT_SHARED_MEMORY = 0x200,
  FAULT_EVERYTHING = 0x3ff,
};

static struct {
  unsigned kinds; /* the operations that count; 0: none, nothing fails */
  int code;       /* what the n-th answers; 0: the I/O error of the operation; -1: SIGKILL */
  bool lasting;   /* all operations after the n-th fail too */
  long n;
  long seen;      /* operations counted so far */
  long hits;      /* those that failed */
  int answers[8]; /* the codes they answered, each once; 0 ends the list */
} fault;

static inline void fault_arm(long n, unsigned kinds, int code, bool lasting) {
  memset(&fault, 0, sizeof(fault));
  fault.kinds = kinds;
  fault.code = code;
  fault.lasting = lasting;
  fault.n = n;
}

static inline void fault_disarm(void) {
  fault.kinds = 0;
}

/* Whether a code is one that an operation has answered since fault_arm(). */
static inline bool fault_answered(int code) {
  for (size_t i = 0; i < sizeof(fault.answers) / sizeof(fault.answers[0]); i++) {
    if (fault.answers[i] == code) return code != SQLITE_OK;
  }
  return false;
}

/* Whether this operation fails: its code, or SQLITE_OK. */
static inline int fault_at(unsigned kind, int code) {
  if (!(fault.kinds & kind)) return SQLITE_OK;
  fault.seen++;
  if (fault.seen < fault.n || (fault.seen > fault.n && !fault.lasting)) return SQLITE_OK;
  fault.hits++;
  if (fault.code > 0) code = fault.code;
  for (size_t i = 0; i < sizeof(fault.answers) / sizeof(fault.answers[0]); i++) {
    if (fault.answers[i] == SQLITE_OK) fault.answers[i] = code;
    if (fault.answers[i] == code) break;
  }
  return code;
}

/* Ends the process where the fault is to do that. */
static inline int fault_strike(int code) {
  if (code != SQLITE_OK && fault.code < 0) raise(SIGKILL);
  return code;
}

/* ---- Files. */

typedef struct FaultFile {
  sqlite3_file base; /* must be first */
  sqlite3_file *real;
} FaultFile;

static inline sqlite3_file *fault_real(sqlite3_file *file) {
  return ((FaultFile *)file)->real;
}

static inline int fault_close(sqlite3_file *file) {
  sqlite3_file *real = fault_real(file);
  return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static inline int fault_read(sqlite3_file *file, void *into, int n, sqlite3_int64 offset) {
  int rc = fault_strike(fault_at(FAULT_READ, SQLITE_IOERR_READ));
  return rc ? rc : fault_real(file)->pMethods->xRead(fault_real(file), into, n, offset);
}

static inline int fault_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 offset) {
  sqlite3_file *real = fault_real(file);
  int rc = fault_at(FAULT_WRITE, SQLITE_IOERR_WRITE);
  if (rc == SQLITE_OK) return real->pMethods->xWrite(real, from, n, offset);
  if (n > 1) real->pMethods->xWrite(real, from, n / 2, offset);
  return fault_strike(rc);
}

static inline int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int rc = fault_strike(fault_at(FAULT_TRUNCATE, SQLITE_IOERR_TRUNCATE));
  return rc ? rc : fault_real(file)->pMethods->xTruncate(fault_real(file), size);
}

static inline int fault_sync(sqlite3_file *file, int flags) {
  (void)file, (void)flags;
  return fault_strike(fault_at(FAULT_SYNC, SQLITE_IOERR_FSYNC));
}

static inline int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
  int rc = fault_strike(fault_at(FAULT_SIZE, SQLITE_IOERR_FSTAT));
  return rc ? rc : fault_real(file)->pMethods->xFileSize(fault_real(file), size);
}

static inline int fault_lock(sqlite3_file *file, int level) {
  int rc = fault_strike(fault_at(FAULT_LOCK, SQLITE_IOERR_LOCK));
  return rc ? rc : fault_real(file)->pMethods->xLock(fault_real(file), level);
}

static inline int fault_unlock(sqlite3_file *file, int level) {
  return fault_real(file)->pMethods->xUnlock(fault_real(file), level);
}

static inline int fault_check_reserved(sqlite3_file *file, int *reserved) {
  int rc = fault_strike(fault_at(FAULT_LOCK, SQLITE_IOERR_CHECKRESERVEDLOCK));
  return rc ? rc : fault_real(file)->pMethods->xCheckReservedLock(fault_real(file), reserved);
}

static inline int fault_control(sqlite3_file *file, int operation, void *argument) {
  return fault_real(file)->pMethods->xFileControl(fault_real(file), operation, argument);
}

static inline int fault_sector_size(sqlite3_file *file) {
  return fault_real(file)->pMethods->xSectorSize(fault_real(file));
}

static inline int fault_characteristics(sqlite3_file *file) {
  return fault_real(file)->pMethods->xDeviceCharacteristics(fault_real(file));
}

static inline int fault_shm_map(sqlite3_file *file, int region, int size, int extend,
                                void volatile **memory) {
  int rc = fault_strike(fault_at(FAULT_SHARED_MEMORY, SQLITE_IOERR_SHMMAP));
  sqlite3_file *real = fault_real(file);
  return rc ? rc : real->pMethods->xShmMap(real, region, size, extend, memory);
}

static inline int fault_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
  sqlite3_file *real = fault_real(file);
  int rc = flags & SQLITE_SHM_LOCK ? fault_strike(fault_at(FAULT_LOCK, SQLITE_IOERR_SHMLOCK))
                                   : SQLITE_OK;
  return rc ? rc : real->pMethods->xShmLock(real, offset, n, flags);
}

static inline void fault_shm_barrier(sqlite3_file *file) {
  fault_real(file)->pMethods->xShmBarrier(fault_real(file));
}

static inline int fault_shm_unmap(sqlite3_file *file, int remove_it) {
  return fault_real(file)->pMethods->xShmUnmap(fault_real(file), remove_it);
}

/* ---- The file system. */

static inline sqlite3_vfs *fault_below(sqlite3_vfs *vfs) {
  return vfs->pAppData;
}

static inline int fault_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                             int *out_flags) {
  static const sqlite3_io_methods methods = {
      .iVersion = 2, /* without memory-mapped reads, which could not fail */
      .xClose = fault_close,
      .xRead = fault_read,
      .xWrite = fault_write,
      .xTruncate = fault_truncate,
      .xSync = fault_sync,
      .xFileSize = fault_size,
      .xLock = fault_lock,
      .xUnlock = fault_unlock,
      .xCheckReservedLock = fault_check_reserved,
      .xFileControl = fault_control,
      .xSectorSize = fault_sector_size,
      .xDeviceCharacteristics = fault_characteristics,
      .xShmMap = fault_shm_map,
      .xShmLock = fault_shm_lock,
      .xShmBarrier = fault_shm_barrier,
      .xShmUnmap = fault_shm_unmap,
  };
  FaultFile *opened = (FaultFile *)file;
  opened->base.pMethods = NULL;
  opened->real = (sqlite3_file *)(opened + 1);
  int rc = fault_strike(fault_at(FAULT_OPEN, SQLITE_CANTOPEN));
  if (rc == SQLITE_OK) {
    rc = fault_below(vfs)->xOpen(fault_below(vfs), name, opened->real, flags, out_flags);
  }
  if (rc == SQLITE_OK) opened->base.pMethods = &methods;
  return rc;
}

static inline int fault_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  int rc = fault_strike(fault_at(FAULT_DELETE, SQLITE_IOERR_DELETE));
  (void)sync;
  return rc ? rc : fault_below(vfs)->xDelete(fault_below(vfs), name, 0);
}

static inline int fault_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
  int rc = fault_strike(fault_at(FAULT_ACCESS, SQLITE_IOERR_ACCESS));
  return rc ? rc : fault_below(vfs)->xAccess(fault_below(vfs), name, flags, answer);
}

static inline int fault_register(void) {
  static sqlite3_vfs vfs;
  sqlite3_vfs *below = sqlite3_vfs_find(NULL);
  if (below == NULL) return SQLITE_ERROR;
  vfs = *below; /* names, randomness and time are the one's below */
  vfs.pNext = NULL;
  vfs.zName = FAULT_VFS;
  vfs.pAppData = below;
  vfs.szOsFile = (int)sizeof(FaultFile) + below->szOsFile;
  vfs.xOpen = fault_open;
  vfs.xDelete = fault_delete;
  vfs.xAccess = fault_access;
  return sqlite3_vfs_register(&vfs, 0);
}

#endif
