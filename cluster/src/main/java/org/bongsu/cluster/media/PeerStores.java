package org.bongsu.cluster.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.media.ContentHash;
import org.bongsu.media.MediaSink;
import org.bongsu.media.MediaStore;
import org.bongsu.media.MediaTooLarge;
import org.bongsu.media.StoredMedia;

/** The media stores of the other sites, over HTTP. */
public final class PeerStores {
  static final String PATH = "/_bongsu/site/media/";
  static final String HELD_PATH = "/_bongsu/site/media-held/";
  static final String INVENTORY_PATH = "/_bongsu/site/media-inventory";

  private static final int COPY_BYTES = 1 << 16;
  private static final System.Logger LOG = System.getLogger(PeerStores.class.getName());

  private final PeerHttp http;
  private final List<URI> sites;

  /**
   * Makes a client.
   *
   * @param sites where the other sites listen for this one
   */
  public PeerStores(PeerHttp http, List<URI> sites) {
    this.http = http;
    this.sites = List.copyOf(sites);
  }

  /**
   * The first bytes under which some other site holds what an inventory may lack; empty if none
   * answers.
   */
  Optional<Set<Integer>> differing(Inventory own) {
    Set<Integer> differing = new TreeSet<>();
    boolean answered = false;
    for (URI site : sites) {
      try {
        HttpResponse<InputStream> response = http.get(site, INVENTORY_PATH);
        try (InputStream body = response.body()) {
          String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
          if (response.statusCode() == 200) {
            answered = true;
            Inventory.parse(text).map(own::differing).ifPresent(differing::addAll);
          } else if (response.statusCode() == 404) {
            answered = true; // an older version without inventory: ask for each first byte
            IntStream.range(0, Inventory.FIRST_BYTES).forEach(differing::add);
          }
        }
      } catch (IOException gone) {
        LOG.log(System.Logger.Level.DEBUG, site + " does not say what it holds: " + gone);
      }
    }
    return answered ? Optional.of(differing) : Optional.empty();
  }

  /** What all other sites that answer hold under a first byte; empty if none answers. */
  Optional<List<ContentHash>> held(int first) {
    Set<ContentHash> all = new TreeSet<>();
    boolean answered = false;
    for (URI site : sites) {
      try {
        HttpResponse<InputStream> response = http.get(site, HELD_PATH + first);
        try (InputStream body = response.body()) {
          if (response.statusCode() == 200) {
            answered = true;
            new String(body.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .flatMap(line -> ContentHash.parse(line).stream())
                .forEach(all::add);
          }
        }
      } catch (IOException gone) {
        LOG.log(System.Logger.Level.DEBUG, site + " does not say what it holds: " + gone);
      }
    }
    return answered ? Optional.of(List.copyOf(all)) : Optional.empty();
  }

  /** Fetches content from the first site that has it; its hash is verified. */
  Optional<StoredMedia> fetch(ContentHash hash, MediaStore into) {
    for (URI site : sites) {
      try {
        HttpResponse<InputStream> response = http.get(site, PATH + hash.value());
        try (InputStream body = response.body()) {
          if (response.statusCode() == 200) {
            Optional<StoredMedia> kept = keep(body, hash, into);
            if (kept.isPresent()) {
              return kept;
            }
          }
        }
      } catch (IOException gone) {
        LOG.log(System.Logger.Level.DEBUG, site + " gives no media: " + gone);
      }
    }
    return Optional.empty();
  }

  private static Optional<StoredMedia> keep(InputStream body, ContentHash hash, MediaStore into)
      throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    try (MediaSink sink = into.receive(Long.MAX_VALUE)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        sink.write(ByteBuffer.wrap(buffer, 0, n));
      }
      return sink.keepIf(hash);
    } catch (MediaTooLarge e) {
      throw new IOException(e);
    }
  }
}
