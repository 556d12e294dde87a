package org.bongsu.restic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.bongsu.json.Json;
import org.bongsu.json.MalformedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterKeyTest {
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** The example of Bernstein's paper on Poly1305-AES, appendix B; AES-CTR is taken off first. */
  @ParameterizedTest
  @CsvSource({
    "851fc40c3467ac0be05cc20404f3f700, ec074c835580741701425b623235add6,"
        + " fb447350c4e868c52ac3275cf9d4327e, f3f6, f4c633c3044fc145f84f335cb81953de",
    "a0f3080000f46400d0c7e9076c834403, 75deaa25c09f208e1dc4ce6b5cad3fbf,"
        + " 61ee09218d29b0aaed7e154a2c5509cc, '', dd3fab2251f11ac759f0887129cc2ee7",
  })
  void theMacIsPoly1305Aes(String r, String k, String nonce, String message, String mac) {
    byte[] sealed = hex(nonce + message + mac);
    MasterKey key = MasterKey.of(hex("00".repeat(32) + k + r));
    byte[] opened = key.open(sealed, 0, sealed.length);
    assertEquals(message.length() / 2, opened.length);
    sealed[sealed.length - 1] ^= 1;
    assertNull(key.open(sealed, 0, sealed.length));
  }

  @Test
  void opensWhatItSealedAndNothingElse() {
    MasterKey key = MasterKey.random();
    for (int length : new int[] {0, 1, 15, 16, 17, 1000}) {
      byte[] content = Fixture.random(length, length + 10);
      byte[] sealed = key.seal(content, 5, length);
      byte[] expected = java.util.Arrays.copyOfRange(content, 5, 5 + length);
      assertArrayEquals(expected, key.open(sealed, 0, sealed.length));
      assertNull(MasterKey.random().open(sealed, 0, sealed.length), "another key");
      assertNull(key.open(sealed, 0, sealed.length - 1), "truncated");
      for (int i = 0; i < sealed.length; i++) {
        sealed[i] ^= 0x40;
        assertNull(key.open(sealed, 0, sealed.length), "altered at " + i);
        sealed[i] ^= 0x40;
      }
    }
    assertNull(key.open(new byte[31], 0, 31));
  }

  @Test
  void isWrittenAsJsonAndReadAgain() {
    MasterKey key = MasterKey.random();
    byte[] json = Json.bytes(key.toJson());
    byte[] sealed = key.seal(json, 0, json.length);
    assertArrayEquals(json, MasterKey.parse(json).open(sealed, 0, sealed.length));
    assertThrows(MalformedJson.class, () -> MasterKey.parse(Fixture.utf8("{}")));
    assertThrows(
        MalformedJson.class,
        () -> MasterKey.parse(Fixture.utf8("{\"mac\":{\"k\":\"AAAA\"},\"encrypt\":\"?\"}")));
  }
}
