package org.bongsu.restic;

import java.util.ArrayList;
import java.util.List;

/**
 * Which blobs snapshots use, found by walking their trees. The set is in a table of a scratch
 * index, so that memory does not grow with the repository.
 */
final class UsedBlobs {
  /** The scratch index has these tables as well: {@code pack} is where a used blob is kept. */
  static final String SCHEMA =
      """
      create table used(
        type integer not null, id blob not null, walked integer not null default 0, pack integer,
        primary key(type, id)) without rowid;
      create index used_to_walk on used(id) where type = 1 and walked = 0;
      """;

  /** Trees to walk that are in memory at a time. */
  private static final int TREES_AT_ONCE = 256;

  /** Called for each tree that is used, once. */
  @FunctionalInterface
  interface TreeVisitor {
    /** Reads the tree; returns what it refers to. */
    TreeJson.References visit(BlobId tree);
  }

  private final IndexDatabase database;

  UsedBlobs(BlobIndex scratch) {
    this.database = scratch.database();
  }

  void add(BlobType type, BlobId id) {
    database.update(
        "insert or ignore into used(type, id) values(?, ?)",
        type.ordinal(),
        IndexDatabase.bytes(id.value()));
  }

  /** Visits all trees that are used, and adds what they refer to. */
  void walk(TreeVisitor visitor) {
    for (List<BlobId> trees = toWalk(); !trees.isEmpty(); trees = toWalk()) {
      for (BlobId tree : trees) {
        TreeJson.References references = visitor.visit(tree);
        database.transaction(() -> {
          references.data().forEach(id -> add(BlobType.DATA, id));
          references.trees().forEach(id -> add(BlobType.TREE, id));
          database.update(
              "update used set walked = 1 where type = 1 and id = ?",
              IndexDatabase.bytes(tree.value()));
        });
      }
    }
  }

  private List<BlobId> toWalk() {
    List<BlobId> trees = new ArrayList<>();
    database.query(
        "select id from used where type = 1 and walked = 0 limit ?",
        row -> trees.add(new BlobId(IndexDatabase.id(row, 1))),
        TREES_AT_ONCE);
    return trees;
  }
}
