package org.bongsu.cluster;

/** An output of {@link SiteMachine}; carried out in the order in which they are returned. */
public sealed interface SiteAction {
  /**
   * Append a record to the status log. Answered by {@link SiteMachine#appended} or {@link
   * SiteMachine#notAppended} with the record's sequence.
   */
  record AppendStatus(StatusRecord status) implements SiteAction {}

  /**
   * Append an entry that changes nothing to a shard. Answered by {@link SiteMachine#markerApplied}
   * or {@link SiteMachine#markerFailed}.
   */
  record AppendMarker(int shard, long marker) implements SiteAction {}

  /** Requests are answered from now on. */
  record StartServing() implements SiteAction {}

  /** Requests are refused from now on, and long-polls are ended. */
  record StopServing(String why) implements SiteAction {}

  /** For the program's log: what has to happen before it serves. */
  record Await(String what) implements SiteAction {}

  /** This site's data differs from that of two others: note at once that it must be rebuilt. */
  record Quarantine(String why) implements SiteAction {}

  /** This site leads from now on. */
  record BecomeLeader() implements SiteAction {}

  /** This site no longer leads; another one may. */
  record CeaseLeading() implements SiteAction {}

  /** No other site shows what was revoked any longer. */
  record ReleaseRevocation(long id) implements SiteAction {}

  /** Not confirmed in time: another site may still show what was revoked. */
  record RefuseRevocation(long id) implements SiteAction {}

  /** The shard has here whatever any site had acknowledged when the read asked. */
  record ReleaseRead(long id) implements SiteAction {}

  /** Not confirmed in time: the shard may be behind here. */
  record RefuseRead(long id) implements SiteAction {}

  /** The last record was appended or has failed: the status log may be closed. */
  record End() implements SiteAction {}
}
