package org.bongsu.app;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bongsu.cluster.Peers;
import org.bongsu.cluster.StatusRecord;
import org.bongsu.kafka.broker.BrokerPlan;

/**
 * The sites of a deployment, as in {@code --peers}; the same text at every site.
 *
 * @param all sorted by name: a site's place is its number in Kafka, so names must not change
 */
record PeerList(List<Peer> all) {
  /** Kafka's quorum needs three sites. */
  static final int SITES_MIN = 3;

  static final int SITES_MAX = 7;
  static final int HTTP_PORT = 8008;
  static final int BROKER_PORT = 9092;
  static final int CONTROLLER_PORT = 9093;
  static final int NODE_PORT = 9094;
  static final String FORM = "NAME=HOST[:HTTP:BROKER:CONTROLLER:NODE][@URL],...";

  private static final Pattern PEER =
      Pattern.compile(
          "([^=]+)=([A-Za-z0-9.-]+)(?::(\\d{1,5}):(\\d{1,5}):(\\d{1,5}):(\\d{1,5}))?"
              + "(?:@(https?://\\S+))?");

  /**
   * One site.
   *
   * @param host at which the other sites and, without a proxy, clients reach it
   * @param node port of its node for the nodes of the other sites
   * @param url where clients reach it
   */
  record Peer(
      String name, String host, int port, int broker, int controller, int node, String url) {
    /** In the form of {@code --peers}. */
    String text() {
      return "%s=%s:%d:%d:%d:%d@%s".formatted(name, host, port, broker, controller, node, url);
    }

    /** Where its node listens for the nodes of the other sites. */
    URI forSites(String scheme) {
      return URI.create(scheme + "://" + host + ":" + node);
    }

    /** Whether only this machine can reach it. */
    boolean isOnLoopback() {
      return isLoopback(host);
    }
  }

  PeerList {
    all = all.stream().sorted(Comparator.comparing(Peer::name)).toList();
    if (all.size() < SITES_MIN || all.size() > SITES_MAX) {
      throw new IllegalArgumentException(
          "--peers names %d to %d sites, not %d".formatted(SITES_MIN, SITES_MAX, all.size()));
    }
    if (all.stream().map(Peer::name).distinct().count() < all.size()) {
      throw new IllegalArgumentException("--peers names a site twice");
    }
  }

  /** Whether a host is a loopback address; names are not looked up. */
  static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  static PeerList parse(String text) {
    List<Peer> peers = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Matcher parts = PEER.matcher(one.strip());
      if (!parts.matches() || !StatusRecord.isName(parts.group(1))) {
        throw new IllegalArgumentException("--peers: %s is not %s".formatted(one, FORM));
      }
      boolean ports = parts.group(3) != null;
      int port = ports ? Integer.parseInt(parts.group(3)) : HTTP_PORT;
      String url = parts.group(7);
      peers.add(
          new Peer(
              parts.group(1),
              parts.group(2),
              port,
              ports ? Integer.parseInt(parts.group(4)) : BROKER_PORT,
              ports ? Integer.parseInt(parts.group(5)) : CONTROLLER_PORT,
              ports ? Integer.parseInt(parts.group(6)) : NODE_PORT,
              url == null ? "http://" + parts.group(2) + ":" + port : url));
    }
    return new PeerList(peers);
  }

  Peer named(String name) {
    return all.stream()
        .filter(peer -> peer.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("--peers does not name the site " + name));
  }

  List<Peers.Address> addresses() {
    return all.stream().map(peer -> new Peers.Address(peer.name, peer.url)).toList();
  }

  /** The addresses of all brokers, as Kafka's clients take them. */
  String brokers() {
    return voters().stream().map(BrokerPlan.Voter::address).collect(Collectors.joining(","));
  }

  List<String> names() {
    return all.stream().map(Peer::name).toList();
  }

  /**
   * The addresses of the nodes of the other sites.
   *
   * @param scheme http or https
   */
  List<URI> othersThan(String name, String scheme) {
    return all.stream()
        .filter(peer -> !peer.name.equals(name))
        .map(peer -> peer.forSites(scheme))
        .toList();
  }

  List<BrokerPlan.Voter> voters() {
    return IntStream.range(0, all.size())
        .mapToObj(i -> {
          Peer peer = all.get(i);
          return new BrokerPlan.Voter(i + 1, peer.host, peer.broker, peer.controller);
        })
        .toList();
  }

  BrokerPlan.Voter voter(String name) {
    return voters().get(all.indexOf(named(name)));
  }

  /** In the form of {@code --peers}. */
  String text() {
    return String.join(",", all.stream().map(Peer::text).toList());
  }
}
