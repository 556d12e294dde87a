package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The address that a request is taken to come from, behind any number of proxies. */
class ClientAddressTest {
  private static final String PROXY = "10.0.0.1";
  private static final String CLIENT = "198.51.100.7";
  private static final String INVENTED = "203.0.113.9";

  private final ClientAddress addresses = new ClientAddress(Networks.parse("10.0.0.0/8, fd00::/8"));

  private String from(String peer, String... forwarded) {
    return addresses.of(peer, List.of(forwarded));
  }

  @Test
  void aClientCannotChooseItsAddress() {
    assertEquals(CLIENT, from(CLIENT, INVENTED), "without a proxy");
    assertEquals(CLIENT, from(PROXY, INVENTED + ", " + CLIENT), "in the proxy's own line");
    assertEquals(CLIENT, from(PROXY, INVENTED, CLIENT), "in a line before the proxy's");
    assertEquals(CLIENT, from(PROXY, INVENTED + ",10.0.0.2", CLIENT), "as if from a proxy");
  }

  @Test
  void severalProxiesInARowAreFollowed() {
    assertEquals(CLIENT, from(PROXY, INVENTED + ", " + CLIENT + ", 10.0.0.3", "fd00::5"));
    assertEquals("10.0.0.9", from(PROXY, "10.0.0.9"), "a client in the proxies' network");
    assertEquals(PROXY, from(PROXY), "the proxy's own request");
  }

  @Test
  void whatIsNoAddressIsNotBelieved() {
    assertEquals(PROXY, from(PROXY, "unknown"));
    assertEquals(PROXY, from(PROXY, CLIENT + ", \u0000"));
    assertEquals(PROXY, from(PROXY, ""));
    assertEquals(PROXY, from(PROXY, "example.org"), "names are not looked up");
  }

  @Test
  void portsAreDropped() {
    assertEquals(CLIENT, from(PROXY, CLIENT + ":51000"));
    assertEquals("2001:db8:0:0:0:0:0:1", from(PROXY, "[2001:db8::1]:51000"));
    assertEquals("2001:db8:0:0:0:0:0:1", from(PROXY, "2001:db8::1"));
  }
}
