package org.bongsu.keys;

import static org.bongsu.testing.OneReplica.GILDONG;
import static org.bongsu.testing.OneReplica.LAPTOP;
import static org.bongsu.testing.OneReplica.PHONE;
import static org.bongsu.testing.OneReplica.SOONBOK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand.ClaimKeys;
import org.bongsu.command.KeyCommand.DeviceListChanged;
import org.bongsu.command.KeyCommand.KeyClaim;
import org.bongsu.command.KeyCommand.KeySignature;
import org.bongsu.command.KeyCommand.UploadCrossSigningKeys;
import org.bongsu.command.KeyCommand.UploadKeys;
import org.bongsu.command.KeyCommand.UploadSignatures;
import org.bongsu.command.Refusal;
import org.bongsu.command.ShardCommand.ActivateLevel;
import org.bongsu.json.Json;
import org.bongsu.testing.OneReplica;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DeviceKeyApplyTest {
  private static final String CURVE = "signed_curve25519";
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
  private static final DeviceListChanged NEWS = new DeviceListChanged(SOONBOK);

  @TempDir Path directory;
  private OneReplica replica;
  private Keys keys;

  @BeforeEach
  void open() {
    replica = new OneReplica(directory.resolve("000.db"));
    replica.register(SOONBOK, PHONE, LAPTOP);
    keys = new Keys(replica.db());
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private static UploadKeys oneTime(String... ids) {
    ObjectNode oneTimeKeys = Json.object();
    for (String id : ids) {
      oneTimeKeys.put(CURVE + ":" + id, "key " + id);
    }
    return new UploadKeys(SOONBOK, PHONE, null, oneTimeKeys, Json.object());
  }

  private static UploadKeys fallback(String id) {
    ObjectNode fallbackKeys = Json.object().put(CURVE + ":" + id, "fallback " + id);
    return new UploadKeys(SOONBOK, PHONE, null, Json.object(), fallbackKeys);
  }

  private static UploadKeys deviceKeys(String curveKey) {
    ObjectNode deviceKeys = Json.object().put("curve25519", curveKey);
    return new UploadKeys(SOONBOK, PHONE, deviceKeys, Json.object(), Json.object());
  }

  private int left() {
    return keys.counts(SOONBOK, PHONE).path(CURVE).intValue();
  }

  /** What one claim of a key of the phone gives: the key's name, or "" where there is none. */
  private String claim() {
    ObjectNode claimed =
        replica.accept(new ClaimKeys(SOONBOK, List.of(new KeyClaim(PHONE.value(), CURVE))));
    return String.join("|", claimed.path(PHONE.value()).propertyNames());
  }

  @Test
  void aOneTimeKeyIsGivenOutOnceTheOldestFirst() {
    replica.accept(oneTime("b", "a", "c"));
    assertEquals(
        List.of(CURVE + ":b", CURVE + ":a", CURVE + ":c", ""),
        List.of(claim(), claim(), claim(), claim()));
    assertEquals(0, left());
  }

  @Test
  void twoClaimsInOneCommandGetTwoKeys() {
    replica.accept(oneTime("a", "b", "c"));
    KeyClaim phone = new KeyClaim(PHONE.value(), CURVE);
    ObjectNode claimed =
        replica.accept(
            new ClaimKeys(
                SOONBOK,
                List.of(
                    phone,
                    new KeyClaim(LAPTOP.value(), CURVE),
                    phone,
                    new KeyClaim(PHONE.value(), "other_algorithm"))));
    ObjectNode expected = Json.object();
    expected.putObject(PHONE.value()).put(CURVE + ":a", "key a").put(CURVE + ":b", "key b");
    assertEquals(expected, claimed);
    assertEquals(1, left());
  }

  @Test
  void anUploadThatComesAgainNeitherDoublesKeysNorBringsClaimedOnesBack() {
    replica.accept(oneTime("a", "b"));
    assertEquals(CURVE + ":a", claim());
    ObjectNode counts = replica.accept(oneTime("a", "b"));
    assertEquals(1, counts.path("one_time_key_counts").path(CURVE).intValue());
    assertEquals(List.of(CURVE + ":b", ""), List.of(claim(), claim()));
  }

  @Test
  void claimedKeysAreRememberedForThirtyDays() {
    replica.accept(oneTime("a"));
    assertEquals(CURVE + ":a", claim());
    replica.at(1_000 + 30 * DAY_MILLIS);
    replica.accept(oneTime("a"));
    assertEquals(0, left());
    replica.at(1_001 + 30 * DAY_MILLIS);
    replica.accept(oneTime("a"));
    assertEquals(1, left());
  }

  @Test
  void anotherKeyOfTheSameNameRefusesTheWholeUpload() {
    replica.accept(oneTime("a"));
    ObjectNode changed =
        Json.object().put(CURVE + ":new", "key new").put(CURVE + ":a", "another key");
    ObjectNode fallbackKeys = Json.object().put(CURVE + ":f", "fallback");
    assertEquals(
        Refusal.INVALID,
        replica.refuse(
            new UploadKeys(
                SOONBOK, PHONE, Json.object().put("curve25519", "x"), changed, fallbackKeys)));
    assertEquals(List.of(CURVE + ":a", ""), List.of(claim(), claim()));
    assertEquals(List.of(), keys.devices(SOONBOK));
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void oneTimeKeysOfADeviceAreLimited() {
    String[] ids = IntStream.range(0, 1_000).mapToObj(Integer::toString).toArray(String[]::new);
    replica.accept(oneTime(ids));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(oneTime("one more")));
    replica.accept(oneTime("7"));
    assertEquals(CURVE + ":0", claim());
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(oneTime("one more", "two more")));
    assertEquals(999, left());
    replica.accept(oneTime("one more"));
    replica.accept(
        new UploadKeys(
            SOONBOK, LAPTOP, null, Json.object().put(CURVE + ":a", "laptop's"), Json.object()));
  }

  @Test
  void aDeviceThatIsSignedOutUploadsNothing() {
    UploadKeys upload =
        new UploadKeys(
            GILDONG, PHONE, Json.object(), Json.object().put(CURVE + ":a", "a"), Json.object());
    assertEquals(Refusal.NOT_FOUND, replica.refuse(upload));
    assertEquals(0, replica.rows("one_time_key", GILDONG));
    assertEquals(List.of(), replica.broadcasts());
  }

  @Test
  void theFallbackKeyIsGivenWhenNoOtherIsLeftAndStays() {
    replica.accept(oneTime("a"));
    replica.accept(fallback("f"));
    assertEquals(List.of(CURVE), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
    assertEquals(CURVE + ":a", claim());
    assertEquals(List.of(CURVE), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
    assertEquals(List.of(CURVE + ":f", CURVE + ":f"), List.of(claim(), claim()));
    assertEquals(List.of(), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
    replica.accept(fallback("g"));
    assertEquals(List.of(CURVE), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
    assertEquals(CURVE + ":g", claim());
    assertEquals(1, replica.rows("fallback_key", SOONBOK));
  }

  @Test
  void countsAlwaysIncludeSignedCurve25519() {
    assertEquals(Json.object().put(CURVE, 0), keys.counts(SOONBOK, PHONE));
    replica.accept(
        new UploadKeys(
            SOONBOK,
            PHONE,
            null,
            Json.object().put("other:a", "a").put("other:b:c", "b"),
            Json.object()));
    assertEquals(Json.object().put(CURVE, 0).put("other", 2L), keys.counts(SOONBOK, PHONE));
  }

  @Test
  void changedIdentityKeysAreBroadcast() {
    replica.accept(deviceKeys("first"));
    assertEquals(List.of(NEWS), replica.broadcasts());
    replica.accept(deviceKeys("first"));
    replica.accept(oneTime("a"));
    replica.accept(fallback("f"));
    claim();
    assertEquals(List.of(), replica.broadcasts());
    replica.accept(deviceKeys("second"));
    assertEquals(List.of(NEWS), replica.broadcasts());
    assertEquals(
        List.of(Json.object().put("curve25519", "second")),
        keys.devices(SOONBOK).stream().map(Keys.DeviceKeys::keys).toList());
  }

  @Test
  void crossSigningKeysThatAreNotGivenStay() {
    ObjectNode master = Json.object().put("usage", "master");
    ObjectNode self = Json.object().put("usage", "self");
    replica.accept(new UploadCrossSigningKeys(SOONBOK, master, self, null));
    ObjectNode newSelf = Json.object().put("usage", "new self");
    replica.accept(new UploadCrossSigningKeys(SOONBOK, null, newSelf, null));
    assertEquals(master, keys.crossSigning(SOONBOK, "master").orElseThrow());
    assertEquals(newSelf, keys.crossSigning(SOONBOK, "self_signing").orElseThrow());
    assertTrue(keys.crossSigning(SOONBOK, "user_signing").isEmpty());
    assertEquals(List.of(NEWS, NEWS), replica.broadcasts());
  }

  @Test
  void signaturesOverOthersAreShownToTheSignerOnly() {
    replica.accept(
        new UploadSignatures(
            SOONBOK, List.of(new KeySignature(GILDONG, "master", "soonbok's", "s1"))));
    assertEquals(List.of(), replica.broadcasts());
    KeySignature own = new KeySignature(SOONBOK, PHONE.value(), "self", "s2");
    replica.accept(new UploadSignatures(SOONBOK, List.of(own)));
    assertEquals(List.of(NEWS), replica.broadcasts());
    replica.accept(
        new UploadSignatures(
            SOONBOK, List.of(new KeySignature(SOONBOK, PHONE.value(), "self", "s3"))));
    assertEquals(
        List.of(new Keys.Signature(SOONBOK, PHONE.value(), "self", "s3")),
        keys.signatures(SOONBOK, SOONBOK));
    assertEquals(1, keys.signatures(SOONBOK, GILDONG).size());
    assertEquals(List.of(), keys.signatures(GILDONG, SOONBOK));
  }

  @Test
  void sinceLevelThreeAFallbackKeyThatIsUploadedAgainStaysUsed() {
    for (int level = 1; level <= 3; level++) {
      replica.accept(new ActivateLevel(level));
      replica.accept(fallback("f" + level));
      assertEquals(CURVE + ":f" + level, claim());
      assertEquals(List.of(), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
      replica.accept(fallback("f" + level));
      assertEquals(
          level < 3 ? List.of(CURVE) : List.of(), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
    }
    replica.accept(fallback("another"));
    assertEquals(List.of(CURVE), keys.unusedFallbackAlgorithms(SOONBOK, PHONE));
  }

  @Test
  void sinceLevelThreeOnlyNewSignaturesCountAgainstTheLimit() {
    List<KeySignature> all =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new KeySignature(SOONBOK, "key" + i, "signing", "signature"))
            .toList();
    replica.accept(new UploadSignatures(SOONBOK, all));
    UploadSignatures again = new UploadSignatures(SOONBOK, all.subList(0, 2));
    assertEquals(Refusal.LIMIT_REACHED, replica.refuse(again));
    replica.accept(new ActivateLevel(3));
    replica.accept(again);
    KeySignature another = new KeySignature(SOONBOK, "another", "signing", "signature");
    assertEquals(
        Refusal.LIMIT_REACHED,
        replica.refuse(new UploadSignatures(SOONBOK, List.of(all.getFirst(), another))));
  }

  @Test
  void signaturesOfAUserAreLimited() {
    List<KeySignature> most =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new KeySignature(GILDONG, "key" + i, "soonbok's", "s"))
            .toList();
    replica.accept(new UploadSignatures(SOONBOK, most));
    KeySignature oneMore = new KeySignature(GILDONG, "one more", "soonbok's", "s");
    assertEquals(
        Refusal.LIMIT_REACHED, replica.refuse(new UploadSignatures(SOONBOK, List.of(oneMore))));
    replica.accept(new UploadSignatures(GILDONG, List.of(oneMore)));
    assertEquals(10_000, replica.rows("key_signature", SOONBOK));
  }

  @Test
  void whoMustLookUpDevicesAgainIsKnownFromTheLastChange() {
    DeviceLists lists = new DeviceLists(replica.db());
    assertEquals(List.of(new Change.DeviceList(SOONBOK.value())), replica.apply(NEWS).changes());
    long after = Tx.firstOrdering(replica.next());
    assertEquals(Set.of(SOONBOK), lists.ownChanges(SOONBOK, 0, after));
    assertEquals(Set.of(), lists.ownChanges(SOONBOK, after, Long.MAX_VALUE));
    replica.accept(NEWS);
    assertEquals(Set.of(SOONBOK), lists.ownChanges(SOONBOK, after, Long.MAX_VALUE));
    assertEquals(Set.of(), lists.ownChanges(GILDONG, 0, Long.MAX_VALUE));
    assertEquals(1, replica.rows("device_list_change", SOONBOK));
  }

  @Test
  void aReplayGivesTheSameDigest() {
    anotherKeyOfTheSameNameRefusesTheWholeUpload();
    replica.accept(fallback("f"));
    assertEquals(List.of(CURVE + ":f", CURVE + ":f"), List.of(claim(), claim()));
    assertArrayEquals(replica.digest(), OneReplica.digestOf(directory.resolve("001.db"), replica));
  }
}
