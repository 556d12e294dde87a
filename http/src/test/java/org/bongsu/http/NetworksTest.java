package org.bongsu.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Networks as an operator writes them. */
class NetworksTest {
  @Test
  void aNetworkHasTheAddressesWithItsPrefix() {
    Networks networks = Networks.parse("10.1.0.0/16, 192.0.2.128/25,2001:db8::/33, 198.51.100.7");
    for (String inside :
        new String[] {
          "10.1.255.255", "192.0.2.128", "2001:db8:7fff::1", "198.51.100.7", "::ffff:10.1.2.3"
        }) {
      assertTrue(networks.contains(inside), inside);
    }
    for (String outside :
        new String[] {"10.2.0.0", "192.0.2.127", "2001:db8:8000::", "198.51.100.8", "", "x"}) {
      assertFalse(networks.contains(outside), outside);
    }
    assertTrue(Networks.parse("0.0.0.0/0").contains("8.8.8.8"));
    assertFalse(Networks.parse("0.0.0.0/0").contains("::1"));
    assertFalse(Networks.parse("").contains("127.0.0.1"));
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    for (String wrong :
        new String[] {"proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1"}) {
      assertThrows(IllegalArgumentException.class, () -> Networks.parse(wrong), wrong);
    }
  }

  @Test
  void theAddressesOfOneHouseholdCountTogether() {
    String one = Networks.countedAs("2001:db8:1:2:3:4:5:6");
    assertEquals(one, Networks.countedAs("2001:db8:1:2::1"));
    assertNotEquals(one, Networks.countedAs("2001:db8:1:3::1"));
    assertEquals("192.0.2.1", Networks.countedAs("192.0.2.1"));
    assertEquals("", Networks.countedAs(""));
  }
}
