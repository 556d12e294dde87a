package org.bongsu.restic;

/** What a blob is. Ids of both types are apart: the same bytes may be data and a tree. */
enum BlobType {
  DATA("data"),
  TREE("tree");

  /** As index files have it. */
  final String text;

  BlobType(String text) {
    this.text = text;
  }
}
