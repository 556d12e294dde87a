package org.bongsu.cluster.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bongsu.cluster.PeerAuthentication;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.http.Gateway;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.StoredMedia;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site fetches from another one after its start, by HTTP. */
class MissingMediaTest {
  private static final PeerAuthentication AUTHENTICATION = new PeerAuthentication("secret");

  @TempDir Path directory;

  private final PeerHttp http = new PeerHttp(AUTHENTICATION, Optional.empty());
  private final Set<ContentHash> deletedThere = ConcurrentHashMap.newKeySet();
  private MediaStore here;
  private MediaStore there;
  private Gateway gateway;

  @BeforeEach
  void open() throws Exception {
    here = MediaStore.open(directory.resolve("here"), 0);
    there = MediaStore.open(directory.resolve("there"), 0);
    Routes routes = new Routes();
    PeerMediaApi api = new PeerMediaApi(there, AUTHENTICATION);
    api.opened(deletedThere::contains);
    api.addTo(routes);
    gateway = Gateway.listenForSites("127.0.0.1", 0, routes, Optional.empty());
  }

  @AfterEach
  void close() {
    http.close();
    gateway.close();
  }

  private PeerStores peersAt(Gateway listening) {
    return new PeerStores(http, List.of(URI.create("http://127.0.0.1:" + listening.port())));
  }

  private static ContentHash keep(MediaStore store, String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (MediaSink sink = store.receive(bytes.length)) {
      sink.write(ByteBuffer.wrap(bytes));
      return sink.keep().hash();
    }
  }

  private static int first(ContentHash hash) {
    return Integer.parseInt(hash.value().substring(0, 2), 16);
  }

  @Test
  void oneRequestShowsThatNothingIsMissing() throws Exception {
    for (int i = 0; i < 20; i++) {
      keep(here, "photo " + i);
      keep(there, "photo " + i);
    }
    keep(here, "here alone");
    assertEquals(Optional.of(Set.of()), peersAt(gateway).differing(Inventory.of(here)));
  }

  @Test
  void contentThatOnlyTheOtherHoldsIsFoundByItsFirstByte() throws Exception {
    keep(here, "both");
    keep(there, "both");
    ContentHash missing = keep(there, "there alone");
    assertEquals(
        Optional.of(Set.of(first(missing))), peersAt(gateway).differing(Inventory.of(here)));
  }

  @Test
  void missingMediaIsFetched() throws Exception {
    keep(here, "both");
    keep(there, "both");
    ContentHash missing = keep(there, "there alone");
    try (MissingMedia _ = MissingMedia.bring(peersAt(gateway), here, hash -> false)) {
      StoredMedia brought = awaitHere(missing);
      assertArrayEquals(
          "there alone".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(brought.path()));
    }
  }

  /** Both have the same rows; neither may have removed the bytes yet. */
  @Test
  void deletedMediaIsNeitherFetchedNorGiven() throws Exception {
    ContentHash known = keep(there, "deleted, as is known here");
    ContentHash refused = keep(there, "deleted, as is known there");
    deletedThere.add(refused);
    List<ContentHash> others = new ArrayList<>();
    for (int i = 0; i < 300; i++) { // some of them come after the deleted ones
      others.add(keep(there, "photo " + i));
    }
    try (MissingMedia _ = MissingMedia.bring(peersAt(gateway), here, known::equals)) {
      for (ContentHash other : others) {
        awaitHere(other);
      }
    }
    assertEquals(Optional.empty(), here.find(known));
    assertEquals(Optional.empty(), here.find(refused));
    assertEquals(Optional.empty(), peersAt(gateway).fetch(refused, here));
  }

  private StoredMedia awaitHere(ContentHash hash) throws InterruptedException {
    for (int i = 0; i < 2000; i++) {
      Optional<StoredMedia> found = here.find(hash);
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(5);
    }
    throw new AssertionError(hash + " did not come");
  }

  /** A site of an older version does not know the inventory request. */
  @Test
  void anOlderSiteIsAskedForEachFirstByte() throws Exception {
    Routes older = new Routes();
    Response nothing = new Response.Bytes(200, Map.of(), "text/plain", new byte[0]);
    older.add("GET", PeerStores.HELD_PATH + "{first}", Route.Access.PUBLIC, asked -> nothing);
    try (Gateway old = Gateway.listenForSites("127.0.0.1", 0, older, Optional.empty())) {
      int asked = peersAt(old).differing(Inventory.of(here)).orElseThrow().size();
      assertEquals(Inventory.FIRST_BYTES, asked);
    }
  }

  @Test
  void aSiteThatDoesNotAnswerIsNotTakenForEmpty() throws Exception {
    PeerStores gone = peersAt(gateway);
    gateway.close();
    assertEquals(Optional.empty(), gone.differing(Inventory.of(here)));
  }
}
