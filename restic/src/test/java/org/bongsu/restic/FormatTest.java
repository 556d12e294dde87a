package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bongsu.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Headers, indexes, trees and names, also such as nobody should have written. */
class FormatTest {
  private static final BlobId ID = BlobId.of(new byte[] {1}, 0, 1);
  private static final BlobId OTHER_ID = BlobId.of(new byte[] {2}, 0, 1);
  private final MasterKey key = MasterKey.random();

  private static List<PackedBlob> blobs() {
    return List.of(
        new PackedBlob(BlobType.DATA, ID, 0, 100, 0),
        new PackedBlob(BlobType.TREE, OTHER_ID, 100, 50, 7000));
  }

  private List<PackedBlob> decodeHeader(byte[] encoded, long packBytes) {
    int length =
        PackHeader.sealedLength(
            Arrays.copyOfRange(encoded, encoded.length - 4, encoded.length), packBytes);
    byte[] sealed = Arrays.copyOfRange(encoded, encoded.length - 4 - length, encoded.length - 4);
    return PackHeader.decode(sealed, packBytes, key);
  }

  @Test
  void packHeadersAreReadAgain() {
    byte[] encoded = PackHeader.encode(blobs(), key);
    assertEquals(PackHeader.packBytes(blobs()), 150 + encoded.length);
    assertEquals(blobs(), decodeHeader(encoded, 150 + encoded.length));
  }

  @Test
  void damagedPackHeadersAreRefused() {
    byte[] encoded = PackHeader.encode(blobs(), key);
    long size = 150L + encoded.length;
    assertThrows(RepositoryDamaged.class, () -> decodeHeader(encoded, size - 1), "truncated");
    for (int last : new int[] {-1, 0, 31, 1 << 30, Integer.MIN_VALUE}) {
      byte[] bytes = {(byte) last, (byte) (last >> 8), (byte) (last >> 16), (byte) (last >> 24)};
      assertThrows(RepositoryDamaged.class, () -> PackHeader.sealedLength(bytes, size));
    }
    assertThrows(RepositoryDamaged.class, () -> PackHeader.sealedLength(new byte[3], size));
    byte[] altered = encoded.clone();
    altered[20] ^= 1;
    assertThrows(RepositoryDamaged.class, () -> decodeHeader(altered, size));
  }

  /** With the right key, but not what a header can be. */
  @Test
  void hostilePackHeadersAreRefused() {
    byte[] entry = new byte[37];
    for (byte kind : new byte[] {4, 5, 127, -1}) {
      entry[0] = kind;
      assertHeaderRefused(entry);
    }
    entry[0] = 0;
    assertHeaderRefused(entry); // a blob of no bytes
    entry[4] = (byte) 0x80;
    assertHeaderRefused(entry); // a negative length
    entry[0] = 2;
    assertHeaderRefused(entry); // too short for a compressed blob
    assertHeaderRefused(new byte[36]);
  }

  private void assertHeaderRefused(byte[] plaintext) {
    byte[] sealed = key.seal(plaintext, 0, plaintext.length);
    assertThrows(
        RepositoryDamaged.class, () -> PackHeader.decode(sealed, sealed.length + 1000, key));
  }

  @Test
  void indexesAreReadAgain() throws IOException {
    Map<String, List<PackedBlob>> packs = new LinkedHashMap<>();
    packs.put("ab".repeat(32), blobs());
    packs.put("cd".repeat(32), blobs().subList(0, 1));
    Map<String, List<PackedBlob>> read = new LinkedHashMap<>();
    IndexFile.decode(new ByteArrayInputStream(IndexFile.encode(packs)), read::put);
    assertEquals(packs, read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"packs\":[",
        "{\"packs\":[1]}",
        "{\"packs\":[{\"id\":\"../../etc\",\"blobs\":[]}]}",
        "{\"packs\":[{\"id\":\"abababababababababababababababababababababababababababababababab\","
            + "\"blobs\":[{\"id\":\"abababababababababababababababababababababababababababababababab\","
            + "\"type\":\"data\",\"offset\":-1,\"length\":40}]}]}",
      })
  void whatIsNoIndexIsRefused(String text) {
    assertThrows(
        RepositoryDamaged.class,
        () -> IndexFile.decode(new ByteArrayInputStream(Fixture.utf8(text)), (pack, blobs) -> {}));
  }

  @Test
  void treesAreReadAgainSortedByBytes() {
    List<Node> nodes = new ArrayList<>();
    for (String name :
        new String[] {"\ud83d\ude00", "\uffee", "가", "a\\b", "\"", "z", "Z", "\u0001"}) {
      nodes.add(Node.file(name, Fixture.TIME, 3, List.of(ID, OTHER_ID)).ownedBy(1000, 100));
    }
    nodes.add(Node.directory("folder", Fixture.TIME, ID));
    Tree tree = new Tree(nodes);
    assertEquals(tree, TreeJson.decode(TreeJson.encode(tree)));
    List<String> names = tree.nodes().stream().map(Node::name).toList();
    assertEquals(
        List.of("\u0001", "\"", "Z", "a\\b", "folder", "z", "가", "\uffee", "\ud83d\ude00"), names);
    assertEquals(
        List.of(ID, OTHER_ID), TreeJson.references(TreeJson.encode(tree)).data().subList(0, 2));
    assertEquals(List.of(ID), TreeJson.references(TreeJson.encode(tree)).trees());
    JsonNode empty =
        Json.parse(TreeJson.encode(new Tree(List.of(Node.file("x", Fixture.TIME, 0, List.of())))));
    assertTrue(
        empty.path("nodes").get(0).path("content").isArray(), "restic wants a list, not null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "..",
        ".",
        "/",
        "/etc/passwd",
        "",
        "a/b",
        "\\x00",
        "\\057etc",
        "\\u002e\\u002e",
        "\\xff",
        "\\"
      })
  void treesWithHostileNamesAreRefused(String escapedName) {
    byte[] tree =
        Json.bytes(
            Json.object()
                .set(
                    "nodes",
                    Json.array()
                        .add(
                            Json.object()
                                .put("name", escapedName)
                                .put("type", "file")
                                .set("content", Json.array().add(ID.value())))));
    assertThrows(RepositoryDamaged.class, () -> TreeJson.decode(tree));
    assertEquals(List.of(ID), TreeJson.references(tree).data(), "but prune keeps its data");
  }

  @Test
  void treesWithTheSameNameTwiceAreRefused() {
    Node node = Node.file("same", Fixture.TIME, 0, List.of());
    assertThrows(IllegalArgumentException.class, () -> new Tree(List.of(node, node)));
    String twice =
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\"},{\"name\":\"\\\\x61\",\"type\":\"file\"}]}";
    assertThrows(RepositoryDamaged.class, () -> TreeJson.decode(Fixture.utf8(twice)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"dir\"}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"size\":-1}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"content\":[\"x\"]}]}",
        "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"mtime\":\"today\"}]}"
      })
  void malformedTreesAreRefused(String text) {
    assertThrows(RepositoryDamaged.class, () -> TreeJson.decode(Fixture.utf8(text)));
  }

  @Test
  void namesAreEscapedAsGoDoesAndReadAgain() {
    assertEquals(
        "a\\\"b\\\\c\\x01\\t\\u00a0\\u200b한\\U000e0001",
        GoNames.escape("a\"b\\c\u0001\t\u00a0\u200b한\udb40\udc01"));
    StringBuilder all = new StringBuilder();
    for (int c = 1; c < 0x3000; c++) {
      all.appendCodePoint(c);
    }
    assertEquals(all.toString(), GoNames.unescape(GoNames.escape(all.toString())));
    assertEquals("한", GoNames.unescape("\\xed\\x95\\x9c"));
    assertEquals("한", GoNames.unescape("\\355\\225\\234"));
    for (String wrong :
        new String[] {"\"", "\\", "\\x1", "\\u12", "\\q", "\\400", "\\U00110000", "\\ud800"}) {
      assertNull(GoNames.unescape(wrong), wrong);
    }
  }

  @Test
  void onlyIrreduciblePolynomialsOfDegree53AreTaken() {
    assertTrue(Polynomial.isIrreducible(0x3DA3358B4DC173L), "from restic's chunker");
    assertTrue(Polynomial.isIrreducible(0x25b468838dcb75L), "from restic's design document");
    assertTrue(Polynomial.isIrreducible(1L << 53 | 0b1000111), "x^53 + x^6 + x^2 + x + 1");
    assertFalse(Polynomial.isIrreducible(1L << 53 | 1), "x + 1 divides it");
    assertFalse(Polynomial.isIrreducible(7), "of degree 2");
    long random = Polynomial.random();
    assertTrue(Polynomial.isIrreducible(random) && Long.highestOneBit(random) == 1L << 53);
    int irreducible = 0;
    for (long low = 1; low < 2000; low += 2) {
      irreducible += Polynomial.isIrreducible(1L << 53 | low) ? 1 : 0;
    }
    assertTrue(irreducible > 20 && irreducible < 60, "about 2 in 53: " + irreducible);
  }

  @Test
  void compressionIsUsedOnlyIfItHelps() {
    byte[] text = "같은 말 ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    try (Compression compression = new Compression()) {
      byte[] compressed = compression.compressIfSmaller(text, 0, text.length);
      assertNotNull(compressed);
      assertTrue(compressed.length < text.length / 10);
      assertNull(Compression.decompress(compressed, text.length - 1));
      assertNull(Compression.decompress(Fixture.random(1, 100), 1000));
      assertNull(compression.compressIfSmaller(Fixture.random(2, 1000), 0, 1000));
      assertNull(compression.compressIfSmaller(new byte[0], 0, 0));
    }
  }
}
