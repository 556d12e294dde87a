/**
 * A backup repository in restic's format, version 2, as restic's design document describes it. The
 * program {@code restic} opens it: {@code snapshots}, {@code check}, {@code restore}, {@code
 * mount}.
 *
 * <p>Reading order: {@link org.bongsu.restic.ObjectStorage} (named bytes in a directory or on S3),
 * {@link org.bongsu.restic.Repository} (everything a caller does), {@link org.bongsu.restic.Tree},
 * {@link org.bongsu.restic.Snapshot}, {@link org.bongsu.restic.RepositoryLock}.
 *
 * <pre>
 * config          version, id; encrypted with the master key, like all below but keys
 * keys/ID         the master key, encrypted with a key that scrypt derives from a password
 * snapshots/ID    time, host, tags, and the id of the root tree
 * index/ID        which blobs are in which packs
 * data/ab/abcd... packs: blobs, each compressed and encrypted, then a header that lists them
 * locks/ID        who uses the repository
 * </pre>
 *
 * <p>A name is the SHA-256 of the object's bytes; a blob's id is the SHA-256 of its content.
 *
 * <p>Invariants, at every moment and so also after a crash: a snapshot's blobs are all in an index;
 * an index lists only blobs in packs that are there. Objects are written in the order packs, index,
 * snapshot and removed in the order snapshot, index, packs.
 *
 * <p>Must not know: Bongsu, what files mean, when to back up, which snapshots to keep.
 */
@org.jspecify.annotations.NullMarked
package org.bongsu.restic;
