package org.bongsu.node;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bongsu.cluster.Bus;
import org.bongsu.http.RequestError;
import org.bongsu.json.Json;
import org.bongsu.settings.LimitKind;
import org.bongsu.settings.RequestLimit;
import tools.jackson.databind.node.ObjectNode;

/**
 * How much one account or address may ask for: token buckets. A bucket holds as many tokens as its
 * limit's count and fills up again, evenly, within the limit's time. What is remembered is bounded:
 * of each kind the {@value #BUCKETS_MAX} that asked last.
 *
 * <p>All sites count together: each tells the others some times a second what was taken of it.
 */
public final class RateLimits {
  private static final int BUCKETS_MAX = 50_000;

  /** Tokens left at a time. */
  private static final class Bucket {
    double tokens;
    long millis;
  }

  /** The buckets of one kind, the one that asked last at the end. */
  private static final class Buckets extends LinkedHashMap<String, Bucket> {
    Buckets() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > BUCKETS_MAX;
    }
  }

  private static final String SUBJECT = "limits";

  /** Of how many each kind can be told at once; what is taken beyond counts in this site only. */
  private static final int TOLD_MAX = 1_000;

  private final Clock clock;
  private final Map<LimitKind, RequestLimit> limits;
  private final boolean alone;

  /** What was taken here, less what was given back, and has not been told yet. */
  private final Map<LimitKind, Map<String, Integer>> untold = new HashMap<>();

  private final Map<LimitKind, Buckets> buckets = new HashMap<>();

  /** Limits what stands in {@code limits}, and nothing else. */
  public RateLimits(Clock clock, Map<LimitKind, RequestLimit> limits, Bus bus) {
    this.clock = clock;
    this.limits = limits;
    this.alone = bus.isAlone();
    for (LimitKind kind : limits.keySet()) {
      buckets.put(kind, new Buckets());
      untold.put(kind, new HashMap<>());
    }
    bus.publishRegularly(SUBJECT, this::news);
    bus.subscribe(SUBJECT, this::hear);
  }

  /**
   * Takes one.
   *
   * @param who the account or address
   * @throws RequestError 429 where there is none left
   */
  public void take(LimitKind kind, Object who) {
    RequestLimit limit = limits.get(kind);
    if (limit == null) {
      return;
    }
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    long wait;
    synchronized (all) {
      Bucket bucket = filled(all, limit, who.toString());
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        note(kind, who, 1);
        return;
      }
      wait = (long) Math.ceil((1 - bucket.tokens) * millisForOne(limit));
    }
    throw RequestError.tooMany(Duration.ofMillis(Math.max(wait, 1)));
  }

  /** Gives one back, because it turned out not to count. */
  public void giveBack(LimitKind kind, Object who) {
    RequestLimit limit = limits.get(kind);
    if (limit == null) {
      return;
    }
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    synchronized (all) {
      Bucket bucket = filled(all, limit, who.toString());
      bucket.tokens = Math.min(limit.count(), bucket.tokens + 1);
      note(kind, who, -1);
    }
  }

  private void note(LimitKind kind, Object who, int taken) {
    if (alone) {
      return;
    }
    Map<String, Integer> of = Objects.requireNonNull(untold.get(kind));
    synchronized (of) {
      if (of.size() < TOLD_MAX) {
        of.merge(who.toString(), taken, Integer::sum);
      }
    }
  }

  /** What was taken since it was asked last: by the kind's name, by account or address. */
  private Optional<ObjectNode> news() {
    ObjectNode news = Json.object();
    untold.forEach((kind, of) -> {
      synchronized (of) {
        if (!of.isEmpty()) {
          of.forEach(news.putObject(kind.name())::put);
          of.clear();
        }
      }
    });
    return news.isEmpty() ? Optional.empty() : Optional.of(news);
  }

  private void hear(ObjectNode news) {
    for (LimitKind kind : limits.keySet()) {
      RequestLimit limit = limits.get(kind);
      if (limit != null) {
        news.path(kind.name())
            .propertyStream()
            .forEach(one -> takenElsewhere(kind, limit, one.getKey(), one.getValue().asInt(0)));
      }
    }
  }

  private void takenElsewhere(LimitKind kind, RequestLimit limit, String who, int taken) {
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    synchronized (all) {
      Bucket bucket = filled(all, limit, who);
      bucket.tokens = Math.clamp(bucket.tokens - taken, 0, limit.count());
    }
  }

  private Bucket filled(Buckets all, RequestLimit limit, String who) {
    long now = clock.millis();
    Bucket bucket = all.get(who);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = limit.count();
      all.put(who, bucket);
    } else {
      double gained = Math.max(0, now - bucket.millis) / millisForOne(limit);
      bucket.tokens = Math.min(limit.count(), bucket.tokens + gained);
    }
    bucket.millis = now;
    return bucket;
  }

  private static double millisForOne(RequestLimit limit) {
    return (double) limit.within().toMillis() / limit.count();
  }
}
