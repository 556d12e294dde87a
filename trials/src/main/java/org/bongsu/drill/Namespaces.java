package org.bongsu.drill;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.drill.watch.Outside;

/**
 * Each site in a network namespace of its own, with one link to the other sites and one to the
 * clients, so that a site can be cut off from the others while its clients still reach it. Needs
 * root and {@code ip}.
 *
 * <pre>
 *   clients' bridge ── n-c0 [site a] n-s0 ──┐
 *                   ── n-c1 [site b] n-s1 ──┼── sites' bridge
 *                   ── n-c2 [site c] n-s2 ──┘
 * </pre>
 */
final class Namespaces implements Network {
  private static final int HTTP = 8008;
  private static final int BROKER = 9092;
  private static final int CONTROLLER = 9093;
  private static final int NODE = 9094;

  /** In both directions: less than the peaks of a drill need. */
  private static final String SLOW_RATE = "3mbit";

  /** Address ranges, so that several drills can run on a machine. */
  private static final int NETWORKS = 200;

  private final String prefix;
  private final int network;
  private final List<Place> places = new ArrayList<>();
  private final List<OutsideNamespace> outside = new ArrayList<>();

  private Namespaces(int network) {
    this.network = network;
    this.prefix = "bd" + network;
  }

  /** Why this machine does not allow them; empty if it does. */
  static Optional<String> missing() throws InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("network namespaces take root");
    }
    String probe = "bdprobe" + ProcessHandle.current().pid() % 1000;
    try {
      Shell.run("ip", "netns", "add", probe);
      Shell.run("ip", "link", "add", probe, "type", "bridge");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("this machine has no network namespaces: " + e.getMessage());
    } finally {
      Shell.succeeds("ip", "link", "del", probe);
      Shell.succeeds("ip", "netns", "del", probe);
    }
  }

  /** Whether links can be slowed down. */
  static boolean canSlow() throws InterruptedException {
    String probe = "bdprobe" + ProcessHandle.current().pid() % 1000;
    try {
      return Shell.succeeds("ip", "link", "add", probe, "type", "bridge")
          && Shell.succeeds(slowing(probe));
    } finally {
      Shell.succeeds("ip", "link", "del", probe);
    }
  }

  /** Makes the network; the caller closes it. */
  static Namespaces make(List<String> names) throws IOException, InterruptedException {
    Namespaces made = new Namespaces((int) (ProcessHandle.current().pid() % NETWORKS));
    try {
      made.build(names);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private void build(List<String> names) throws IOException, InterruptedException {
    bridge("s");
    bridge("c");
    for (int i = 0; i < names.size(); i++) {
      Shell.run("ip", "netns", "add", prefix + names.get(i));
      Shell.run("ip", "-n", prefix + names.get(i), "link", "set", "lo", "up");
      link("s", i, names.get(i));
      link("c", i, names.get(i));
      URI url = URI.create("http://%s:%d".formatted(address("c", i + 2), HTTP));
      places.add(new Place(names.get(i), address("s", i + 2), HTTP, BROKER, CONTROLLER, NODE, url));
    }
  }

  private void bridge(String kind) throws IOException, InterruptedException {
    String name = prefix + kind;
    Shell.run("ip", "link", "add", name, "type", "bridge");
    Shell.run("ip", "addr", "add", address(kind, 1) + "/24", "dev", name);
    Shell.run("ip", "link", "set", name, "up");
  }

  private void link(String kind, int i, String site) throws IOException, InterruptedException {
    String outside = outside(kind, i);
    String inside = kind + "0";
    Shell.run(
        "ip",
        "link",
        "add",
        outside,
        "type",
        "veth",
        "peer",
        "name",
        inside,
        "netns",
        prefix + site);
    Shell.run("ip", "link", "set", outside, "master", prefix + kind, "up");
    Shell.run(
        "ip", "-n", prefix + site, "addr", "add", address(kind, i + 2) + "/24", "dev", inside);
    Shell.run("ip", "-n", prefix + site, "link", "set", inside, "up");
  }

  private String outside(String kind, int i) {
    return prefix + kind + i;
  }

  private String address(String kind, int host) {
    return "10.%d.%d.%d".formatted(kind.equals("s") ? 213 : 214, network, host);
  }

  @Override
  public List<Place> places() {
    return List.copyOf(places);
  }

  @Override
  public List<String> through(Place site) {
    return List.of("ip", "netns", "exec", prefix + site.name());
  }

  @Override
  public List<String> arguments() {
    return List.of("--host", "0.0.0.0", "--metrics-from", address("c", 0) + "/24");
  }

  private String toSites(Place site) {
    return outside("s", places.indexOf(site));
  }

  @Override
  public void cut(Place site) throws IOException, InterruptedException {
    Shell.run("ip", "link", "set", toSites(site), "nomaster");
  }

  /** A queue too small for any packet. */
  @Override
  public void dropInbound(Place site) throws IOException, InterruptedException {
    Shell.run("tc", "qdisc", "replace", "dev", toSites(site), "root", "bfifo", "limit", "1");
  }

  @Override
  public void slow(Place site) throws IOException, InterruptedException {
    Shell.run(slowing(toSites(site)));
    List<String> inside = new ArrayList<>(through(site));
    inside.addAll(List.of(slowing("s0")));
    Shell.run(inside.toArray(String[]::new));
  }

  private static String[] slowing(String device) {
    return new String[] {
      "tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", SLOW_RATE, "burst", "16kb",
      "latency", "300ms"
    };
  }

  @Override
  public void heal(Place site) throws IOException, InterruptedException {
    Shell.succeeds("tc", "qdisc", "del", "dev", toSites(site), "root");
    List<String> inside = new ArrayList<>(through(site));
    inside.addAll(List.of("tc", "qdisc", "del", "dev", "s0", "root"));
    Shell.succeeds(inside.toArray(String[]::new));
    Shell.run("ip", "link", "set", toSites(site), "master", prefix + "s");
  }

  @Override
  public Outside outside(int number) throws IOException, InterruptedException {
    OutsideNamespace host = new OutsideNamespace(number);
    outside.add(host);
    Shell.run("ip", "netns", "add", host.namespace());
    Shell.run("ip", "-n", host.namespace(), "link", "set", "lo", "up");
    int index = places.size() + number;
    link("c", index, "w" + number);
    return host;
  }

  /** A host on the clients' bridge. */
  private final class OutsideNamespace implements Outside {
    private final int number;

    OutsideNamespace(int number) {
      this.number = number;
    }

    String namespace() {
      return prefix + "w" + number;
    }

    private String device() {
      return Namespaces.this.outside("c", places.size() + number);
    }

    @Override
    public URI url() {
      return URI.create("http://%s:%d".formatted(address("c", places.size() + number + 2), HTTP));
    }

    @Override
    public List<String> through() {
      return List.of("ip", "netns", "exec", namespace());
    }

    @Override
    public boolean canBeCut() {
      return true;
    }

    @Override
    public void cut() throws IOException, InterruptedException {
      Shell.run("ip", "link", "set", device(), "nomaster");
    }

    @Override
    public void cutFromSites() throws IOException, InterruptedException {
      for (Place place : places) {
        Shell.run(
            "ip", "-n", namespace(), "route", "add", "blackhole", place.url().getHost() + "/32");
      }
    }

    @Override
    public void heal() throws IOException, InterruptedException {
      for (Place place : places) {
        Shell.succeeds(
            "ip", "-n", namespace(), "route", "del", "blackhole", place.url().getHost() + "/32");
      }
      Shell.run("ip", "link", "set", device(), "master", prefix + "c");
    }
  }

  /** Interfaces are deleted with their namespaces; works also after a partial build. */
  @Override
  public void close() {
    try {
      for (Place place : places) {
        Shell.succeeds("ip", "netns", "del", prefix + place.name());
      }
      for (OutsideNamespace host : outside) {
        Shell.succeeds("ip", "netns", "del", host.namespace());
      }
      Shell.succeeds("ip", "link", "del", prefix + "s");
      Shell.succeeds("ip", "link", "del", prefix + "c");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
