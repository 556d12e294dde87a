/**
 * Continuous backups into a repository that {@code restic} can open, and the restore from them.
 *
 * <pre>
 * ContinuousBackup     a thread at the site that leads
 *   Ledger             revocations, in a snapshot of their own
 *   BackupWriter       rounds: log, photos and files, checkpoint, snapshot
 *     EntryTail, ConsistentCut, RoundFile, Timeline, CheckpointCopy, MediaCopy, Retention
 * Restore              a new data directory
 *   RestorePoint, LogReplay, MediaRestore
 *   LedgerPart, RestoredState     so that it shows less than before, never more
 * </pre>
 *
 * <p>Invariants: a snapshot is complete, and the digests at its cut show that a restore has made
 * the same rows; what was revoked before a revocation was acknowledged is not shown after a
 * restore; a place that cannot be reached stops nothing else.
 *
 * <p>Must not know: what entries mean, except that one names content to be copied.
 */
@org.jspecify.annotations.NullMarked
package org.bongsu.backup;
