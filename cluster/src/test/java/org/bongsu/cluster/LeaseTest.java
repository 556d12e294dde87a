package org.bongsu.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lease, in nanoseconds. */
class LeaseTest {
  private final Lease lease = new Lease(Duration.ofNanos(100));

  @Test
  void itRunsFromTheTimeOfSending() {
    assertEquals(0, lease.held(0));
    lease.renewed(10, 50);
    assertEquals(1, lease.held(109));
    assertEquals(0, lease.held(110));
  }

  @Test
  void aRenewalInTimeKeepsTheLease() {
    lease.renewed(0, 10);
    lease.renewed(60, 99);
    assertEquals(1, lease.held(150));
  }

  /** A late acknowledgement does not hide the gap. */
  @Test
  void aLateRenewalBeginsAnotherLease() {
    lease.renewed(0, 10);
    lease.renewed(90, 101);
    assertNotEquals(1, lease.held(105));
    assertEquals(2, lease.held(105));
  }

  @Test
  void anOlderAcknowledgementDoesNotShortenIt() {
    lease.renewed(50, 60);
    lease.renewed(20, 61);
    assertEquals(1, lease.held(149));
  }

  @Test
  void theClockMayWrapAround() {
    long start = Long.MAX_VALUE - 20;
    lease.renewed(start, start + 1);
    assertEquals(1, lease.held(start + 99));
    assertEquals(0, lease.held(start + 100));
  }
}
