package org.bongsu.cluster.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import org.bongsu.cluster.PeerHttp;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;

/** The client of {@link LogApi}. */
public final class PeerLogs {
  private static final int BYTES_MAX = 4 << 20;

  /** What a site answers about its log. */
  public sealed interface Answer {
    /** Its report. */
    record State(LogState state) implements Answer {}

    /** It runs a version that cannot tell. */
    record Older() implements Answer {}

    /** It does not answer now. */
    record Silent(String why) implements Answer {}
  }

  private final PeerHttp http;

  public PeerLogs(PeerHttp http) {
    this.http = http;
  }

  /** Asks a site. */
  public Answer ask(URI site) {
    try {
      HttpResponse<InputStream> response = http.get(site, LogApi.PATH);
      return switch (response.statusCode()) {
        case 200 -> new Answer.State(LogState.of(Json.object(PeerHttp.text(response, BYTES_MAX))));
        case 404 -> {
          PeerHttp.text(response, BYTES_MAX);
          yield new Answer.Older();
        }
        default ->
            new Answer.Silent(
                "status " + response.statusCode() + " " + PeerHttp.text(response, BYTES_MAX));
      };
    } catch (IOException | MalformedJson e) {
      return new Answer.Silent(e.toString());
    }
  }

  /**
   * Tells a site that a new log continues its data.
   *
   * @param asked its report, by which this was decided
   * @param keepsData false if it is to copy all shards from the others
   * @throws IOException if it does not agree, for example because its data has changed since
   */
  public void proceed(URI site, String id, LogState asked, boolean keepsData) throws IOException {
    String path =
        String.join("/", LogApi.PATH, id, asked.fingerprint(), keepsData ? "keep" : "drop");
    HttpResponse<InputStream> response = http.post(site, path);
    String text = PeerHttp.text(response, BYTES_MAX);
    if (response.statusCode() != 200) {
      throw new IOException(
          "site %s does not go on with the new log: %s".formatted(asked.site(), text));
    }
  }
}
