package org.bongsu.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bongsu.json.MalformedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryCodecTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"time\":1,\"do\":\"Nothing\",\"with\":{}}",
        "{\"time\":1,\"do\":\"DeleteDevices\",\"with\":null}",
        "{\"time\":1,\"do\":\"DeleteDevices\"}",
        "{\"time\":1,\"do\":\"DeleteDevices\",\"with\":{\"user\":\"nobody\"}}",
        "{\"do\":\"DeleteDevices\",\"with\":{\"user\":\"@a:b\",\"devices\":[]}}",
        "{\"time\":\"1\",\"do\":\"DeleteDevices\",\"with\":{\"user\":\"@a:b\",\"devices\":[]}}",
        "{\"time\":1,\"do\":\"Deliver\",\"with\":{\"sequence\":1,\"do\":\"Nothing\",\"with\":{}}}",
        "{\"time\":1,\"do\":\"Deliver\",\"with\":{\"source\":4294967296,\"sequence\":1}}"
      })
  void whatItCannotReadIsAnUnknownCommand(String entry) {
    assertThrows(UnknownCommand.class, () -> EntryCodec.decode(1, entry.getBytes(UTF_8)));
  }

  @Test
  void whatIsNotJsonIsMalformed() {
    assertThrows(MalformedJson.class, () -> EntryCodec.decode(1, "{\"time\":".getBytes(UTF_8)));
  }
}
