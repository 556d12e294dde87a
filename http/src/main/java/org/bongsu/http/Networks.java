package org.bongsu.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A set of IP networks. */
public final class Networks {
  public static final Networks NONE = new Networks(List.of());
  public static final Networks LOOPBACK = parse("127.0.0.0/8, ::1");

  /** The first {@code bits} bits of its addresses are those of {@code address}. */
  private record Network(InetAddress address, int bits) {
    boolean contains(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xff00 >> (bits % 8) & 0xff;
      return Arrays.equals(ours, 0, whole, theirs, 0, whole)
          && (mask == 0 || ((ours[whole] ^ theirs[whole]) & mask) == 0);
    }
  }

  private final List<Network> all;

  private Networks(List<Network> all) {
    this.all = all;
  }

  /**
   * Reads networks in CIDR notation and single addresses, separated by commas: {@code 10.0.0.0/8,
   * fd00::/8, 192.0.2.7}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Networks parse(String text) {
    return new Networks(
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .map(Networks::network)
            .toList());
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress address =
        address(literal)
            .orElseThrow(() -> new IllegalArgumentException("this is not a network: " + text));
    int bitsMax = address.getAddress().length * 8;
    String bits = slash < 0 ? Integer.toString(bitsMax) : text.substring(slash + 1);
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > bitsMax) {
      throw new IllegalArgumentException("after the slash is a number up to " + bitsMax);
    }
    return new Network(address, Integer.parseInt(bits));
  }

  /** Whether one of these networks has the address; false if the text is not an address. */
  public boolean contains(String address) {
    return !all.isEmpty()
        && address(address)
            .filter(parsed -> all.stream().anyMatch(network -> network.contains(parsed)))
            .isPresent();
  }

  /** The address that the text is, without looking up a name. */
  static Optional<InetAddress> address(String text) {
    int scope = text.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(scope < 0 ? text : text.substring(0, scope)));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /**
   * What limits for each address count together: the address, or the /64 network of an IPv6
   * address, because one client can use all addresses of such a network.
   */
  public static String countedAs(String address) {
    return address(address)
        .filter(Inet6Address.class::isInstance)
        .map(parsed -> network64(parsed.getAddress()))
        .orElse(address);
  }

  private static String network64(byte[] address) {
    byte[] prefix = Arrays.copyOf(Arrays.copyOf(address, 8), 16);
    try {
      return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // thrown for other lengths only
    }
  }
}
