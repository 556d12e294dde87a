package org.bongsu.restic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Files of various kinds, and how they are saved and read again. */
final class Fixture {
  static final Instant TIME = Instant.parse("2026-11-30T10:15:30.123456789Z");
  static final char[] PASSWORD = ResticProgram.PASSWORD.toCharArray();

  /** Without the pause that real clocks and services need. */
  static final Locks.Settling SETTLING = new Locks.Settling(InstantSource.system(), Duration.ZERO);

  /** scrypt's N, so that a key opens within a millisecond. */
  private static final int CHEAP_KEY = 1 << 8;

  private Fixture() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Paths and contents: Korean names, an empty file, many blobs, names that must be escaped. */
  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("빈 파일", new byte[0]);
    files.put("인사.txt", utf8("안녕하세요\n".repeat(1000)));
    files.put("quote\" back\\slash\ttab\u00a0nbsp\u200bzwsp", utf8("names"));
    files.put("사진/긴 것.bin", random(1, 20_000_000));
    files.put("사진/깊은/곳/한 글자", utf8("x"));
    files.put("사진/같은 것.bin", random(1, 3_000_000));
    return files;
  }

  static BlobId saveFiles(Repository repository, Map<String, byte[]> files, int blobBytes) {
    Map<String, Map<String, byte[]>> directories = new TreeMap<>();
    List<Node> nodes = new ArrayList<>();
    files.forEach((path, content) -> {
      int slash = path.indexOf('/');
      if (slash < 0) {
        nodes.add(saveFile(repository, path, content, blobBytes));
      } else {
        directories
            .computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
            .put(path.substring(slash + 1), content);
      }
    });
    directories.forEach((name, inside) ->
        nodes.add(Node.directory(name, TIME, saveFiles(repository, inside, blobBytes))));
    return repository.saveTree(new Tree(nodes));
  }

  static Node saveFile(Repository repository, String name, byte[] content, int blobBytes) {
    List<BlobId> blobs = new ArrayList<>();
    for (int at = 0; at < content.length; at += blobBytes) {
      blobs.add(repository.saveData(content, at, Math.min(blobBytes, content.length - at)));
    }
    return Node.file(name, TIME, content.length, blobs);
  }

  static Snapshot snapshot(BlobId tree) {
    return Snapshot.of(TIME, tree, List.of("/bongsu"));
  }

  /** All files below a tree, as {@link #files} has them. */
  static Map<String, byte[]> readFiles(Repository repository, BlobId tree) {
    Map<String, byte[]> files = new TreeMap<>();
    for (Node node : repository.loadTree(tree).nodes()) {
      if (node.subtree() != null) {
        readFiles(repository, node.subtree())
            .forEach((path, content) -> files.put(node.name() + "/" + path, content));
      } else {
        files.put(node.name(), readFile(repository, node));
      }
    }
    return files;
  }

  static byte[] readFile(Repository repository, Node node) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      repository.copyTo(node, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Repository create(ObjectStorage storage, Path folder) {
    return Repository.create(storage, PASSWORD, folder.resolve("cache"), SETTLING, CHEAP_KEY);
  }

  static Repository open(ObjectStorage storage, Path folder) {
    return Repository.open(storage, PASSWORD, folder.resolve("cache"), SETTLING);
  }
}
