package org.bongsu.cluster;

/** What a {@link SiteMachine} wants to be done, in the order in which it says so. */
public sealed interface SiteAction {
  /**
   * Append a record to the log of sites. Answered by {@link SiteMachine#appended} or {@link
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

  /** Requests are refused from now on, and clients that wait are sent away. */
  record StopServing(String why) implements SiteAction {}

  /** Says, for the log, what has to come before it serves. */
  record Await(String what) implements SiteAction {}

  /** This site's data differs from the others': note at once that it must be rebuilt. */
  record Quarantine(String why) implements SiteAction {}

  /** This site does from now on what is to be done once. */
  record BecomeLeader() implements SiteAction {}

  /** Another site may do from now on what is to be done once. */
  record CeaseLeading() implements SiteAction {}

  /** No other site shows any more what was revoked. */
  record ReleaseRevocation(long id) implements SiteAction {}

  /** It is not known in time whether another site still shows what was revoked. */
  record RefuseRevocation(long id) implements SiteAction {}

  /** The shard shows here what any site had acknowledged when the read asked. */
  record ReleaseRead(long id) implements SiteAction {}

  /** It is not known in time whether the shard is current here. */
  record RefuseRead(long id) implements SiteAction {}

  /** The last record was appended, or never will be: the log of sites may be closed. */
  record End() implements SiteAction {}
}
