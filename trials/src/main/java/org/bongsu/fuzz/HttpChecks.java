package org.bongsu.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bongsu.http.ClientAddress;
import org.bongsu.http.Networks;
import org.bongsu.http.RequestError;
import org.bongsu.http.Response;
import org.bongsu.http.Route;
import org.bongsu.http.Routes;
import org.bongsu.media.RangeRequest;
import org.bongsu.media.ServedAs;

/** What holds for the parts of a request that this program reads itself. */
final class HttpChecks {
  private static final Routes ROUTES =
      route("/_matrix/client/versions")
          .alias("/_matrix/client/r0", "/_matrix/client/v3")
          .add(of("/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}"))
          .add(of("/_matrix/client/v3/rooms/{roomId}/state/{eventType}"))
          .add(of("/_matrix/client/v3/rooms/{roomId}/members"))
          .add(of("/_matrix/client/v3/profile/{userId}/displayname"))
          .add(of("/_matrix/client/v1/media/download/{serverName}/{mediaId}"))
          .add(of("/_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}"))
          .add(of("/_bongsu/site/media/{hash}"));

  private static final String PROXY = "10.0.0.1";
  private static final String CLIENT = "203.0.113.7";
  private static final ClientAddress BEHIND_PROXY =
      new ClientAddress(Networks.parse("10.0.0.0/8, fd00::/8"));

  /** More than an IPv6 address has. */
  private static final int ADDRESS_CHARS_MAX = 64;

  private HttpChecks() {}

  private static Routes route(String template) {
    return new Routes().add(of(template));
  }

  private static Route of(String template) {
    return Route.of("GET", template, Route.Access.PUBLIC, request -> Response.json(request.json()));
  }

  /**
   * A path: what is found is spelt as the route is, part by part, and no part is empty or only
   * dots.
   */
  static void path(byte[] input) {
    String path = "/" + Fields.of(input, 1).text(0);
    Routes.Match match;
    try {
      match = ROUTES.find("GET", path);
    } catch (RequestError refused) {
      return;
    }
    if (match instanceof Routes.Match.Found found) {
      requireSpelling(path, found);
    }
    Property.holds(!(match instanceof Routes.Match.OtherMethods), "every route here is for GET");
  }

  private static void requireSpelling(String path, Routes.Match.Found found) {
    String renamed =
        path.startsWith("/_matrix/client/r0/") ? path.replaceFirst("/r0/", "/v3/") : path;
    String[] template = found.route().template().split("/", -1);
    String[] sent = renamed.split("/", -1);
    Property.same(template.length, sent.length, "the number of parts");
    int params = 0;
    for (int i = 1; i < template.length; i++) {
      if (template[i].startsWith("{")) {
        params++;
        String value =
            String.valueOf(
                found.pathParams().get(template[i].substring(1, template[i].length() - 1)));
        Property.holds(!value.equals(".") && !value.equals(".."), "no part is only dots");
        Property.holds(sent[i].contains("%") || value.equals(sent[i]), "decoded once");
      } else {
        Property.same(template[i], sent[i], "the spelling of a fixed part");
      }
    }
    Property.same(params, found.pathParams().size(), "the number of parameters");
  }

  /**
   * Lines of {@code X-Forwarded-For} that a client has made up: behind a trusted proxy, which adds
   * the address that it sees, they change nothing; without one they are not read.
   */
  static void forwarded(byte[] input) {
    List<String> invented = Fields.lines(input);
    Property.same(CLIENT, BEHIND_PROXY.of(CLIENT, invented), "without a proxy");
    List<String> inOwnLine = new ArrayList<>(invented);
    inOwnLine.add(CLIENT);
    Property.same(CLIENT, BEHIND_PROXY.of(PROXY, inOwnLine), "in a line of its own");
    List<String> appended = new ArrayList<>(invented);
    appended.set(appended.size() - 1, appended.getLast() + ", " + CLIENT);
    Property.same(CLIENT, BEHIND_PROXY.of(PROXY, appended), "appended to the line");
    String reported = BEHIND_PROXY.of(PROXY, invented);
    Property.holds(reported.length() <= ADDRESS_CHARS_MAX, () -> "no address: " + reported);
    Property.same(
        Networks.countedAs(reported),
        Networks.countedAs(Networks.countedAs(reported)),
        "its network");
  }

  /** Networks of the configuration, and an address. */
  static void networks(byte[] input) {
    Fields fields = Fields.of(input, 2);
    Networks networks;
    try {
      networks = Networks.parse(fields.text(0));
    } catch (IllegalArgumentException refused) {
      return;
    }
    for (String one : fields.text(0).split(",", -1)) {
      String address = one.strip().replaceFirst("/.*", "");
      Property.holds(
          address.isEmpty() || networks.contains(address), () -> "the network of " + address);
    }
    networks.contains(fields.text(1));
  }

  /** The size of some content, and a {@code Range} header: a part lies within the content. */
  static void range(byte[] input) {
    Fields fields = Fields.of(input, 2);
    long size = fields.number(0);
    if (RangeRequest.of(fields.text(1), size) instanceof RangeRequest.Part part) {
      long end = part.offset() + part.length();
      Property.holds(part.offset() >= 0 && part.length() >= 1 && end <= size, part::toString);
      String said = "bytes " + part.offset() + "-" + (end - 1) + "/" + size;
      Property.same(said, part.contentRange(size), "what the answer says");
      String asked = "bytes=" + part.offset() + "-" + (end - 1);
      Property.same(part, RangeRequest.of(asked, size), "asked for exactly");
    }
  }

  /** The media type and file name of an upload: what is sent are headers, and cannot run. */
  static void servedAs(byte[] input) {
    Fields fields = Fields.of(input, 2);
    ServedAs served = ServedAs.download(fields.text(0), Optional.of(fields.text(1)));
    served
        .headers()
        .forEach((name, value) ->
            Property.holds(
                value.chars().allMatch(c -> c >= 0x20 && c < 0x7f), () -> name + ": " + value));
    boolean inline = served.headers().getOrDefault("Content-Disposition", "").startsWith("inline");
    Property.same(ServedAs.isInline(served.contentType()), inline, "shown only if it is harmless");
    String essence = served.contentType().split(";", 2)[0].toLowerCase(Locale.ROOT);
    boolean runs =
        essence.equals("text/html")
            || essence.endsWith("/xml")
            || essence.endsWith("+xml")
            || essence.contains("javascript");
    Property.holds(!runs, () -> "a browser may run " + essence);
  }
}
