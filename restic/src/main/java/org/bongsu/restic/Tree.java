package org.bongsu.restic;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The entries of one directory, sorted by the bytes of their names. Encoded, a tree is at most
 * {@link Repository#BLOB_BYTES_MAX}, which is enough for about 40,000 files.
 */
public record Tree(List<Node> nodes) {
  /**
   * Sorts the entries.
   *
   * @throws IllegalArgumentException if a name is not allowed or there twice
   */
  public Tree {
    nodes.forEach(Tree::requireSafeName);
    nodes =
        nodes.stream().sorted(Comparator.comparing(Tree::utf8, Arrays::compareUnsigned)).toList();
    for (int i = 1; i < nodes.size(); i++) {
      if (nodes.get(i).name().equals(nodes.get(i - 1).name())) {
        throw new IllegalArgumentException(
            "the name \"" + nodes.get(i).name() + "\" is there twice");
      }
    }
  }

  /** Refuses what names another directory, or no file. */
  private static void requireSafeName(Node node) {
    String name = node.name();
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0
        || utf8(node).length > Node.NAME_BYTES_MAX) {
      throw new IllegalArgumentException("not allowed as a name: \"" + name + "\"");
    }
  }

  private static byte[] utf8(Node node) {
    try {
      var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(node.name()));
      return Arrays.copyOf(encoded.array(), encoded.limit());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a name is not Unicode: \"" + node.name() + "\"", e);
    }
  }
}
