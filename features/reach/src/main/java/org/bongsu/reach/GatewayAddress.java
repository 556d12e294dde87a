package org.bongsu.reach;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * The resolved address of a push gateway. Its URL comes from a client, so it must not lead into
 * networks that only this machine reaches. The address that was checked is the one that is
 * connected to, so DNS cannot change it in between.
 */
record GatewayAddress(URI url, InetAddress address, int port, boolean tls) {

  /** The URL is invalid, or its address is not allowed. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Resolves and checks a gateway's URL.
   *
   * @param privateAllowed whether it may be in a private network or on this machine
   */
  static GatewayAddress find(String url, boolean privateAllowed)
      throws Refused, UnknownHostException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new Refused("it is not a URL");
    }
    boolean tls = "https".equals(uri.getScheme());
    if ((!tls && !"http".equals(uri.getScheme())) || uri.getHost() == null) {
      throw new Refused("it is not an http or https URL");
    }
    InetAddress address = InetAddress.getByName(uri.getHost());
    if (!privateAllowed && !isPublic(address)) {
      throw new Refused("its address is not public");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    return new GatewayAddress(uri, address, port, tls);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(bytes, 0) : isPublicV6(bytes);
  }

  private static boolean isPublicV4(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int second = bytes[at + 1] & 0xFF;
    boolean reserved =
        first == 0
            || first == 10
            || first == 127
            || first >= 224
            || (first == 100 && (second & 0xC0) == 64)
            || (first == 169 && second == 254)
            || (first == 172 && (second & 0xF0) == 16)
            || (first == 192 && second == 168)
            || (first == 192 && second == 0)
            || (first == 198 && (second & 0xFE) == 18);
    return !reserved;
  }

  /**
   * Only 2000::/3 is assigned; 6to4 and NAT64 (64:ff9b::/96) addresses contain an IPv4 address,
   * which is checked. A network's own NAT64 prefix (64:ff9b:1::/48) puts it elsewhere and is
   * refused.
   */
  private static boolean isPublicV6(byte[] bytes) {
    if (startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicV4(bytes, 12);
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return isPublicV4(bytes, 2);
    }
    return (bytes[0] & 0xE0) == 0x20 && !startsWith(bytes, 0x20, 0x01, 0x00, 0x00);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
