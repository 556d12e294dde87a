package org.bongsu.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1:a00:0:100:808:808",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001::1",
        "::127.0.0.1"
      })
  void addressesOfPrivateNetworksAreNotPublic(String address) throws Exception {
    assertFalse(GatewayAddress.isPublic(InetAddress.getByName(address)), address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.128.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "223.255.255.1",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "2002:808:808::"
      })
  void othersArePublic(String address) throws Exception {
    assertTrue(GatewayAddress.isPublic(InetAddress.getByName(address)), address);
  }

  @Test
  void urlsThatLeadNowhereAreRefused() throws Exception {
    for (String url : new String[] {"ftp://8.8.8.8/", "http:///x", "nothing", "http://a b/"}) {
      assertThrows(GatewayAddress.Refused.class, () -> GatewayAddress.find(url, true), url);
    }
    assertThrows(
        GatewayAddress.Refused.class, () -> GatewayAddress.find("https://127.0.0.1/x", false));
    assertEquals(443, GatewayAddress.find("https://8.8.8.8/x", false).port());
    assertEquals(8080, GatewayAddress.find("http://127.0.0.1:8080/x", true).port());
  }
}
