package org.bongsu.api;

import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bongsu.http.MatrixError;
import org.bongsu.settings.RequestKind;
import org.bongsu.settings.RequestLimit;

/**
 * How much one account or address may ask for: token buckets. A bucket holds as many tokens as its
 * limit's count and fills up again, evenly, within the limit's time. What is remembered is bounded:
 * of each kind the {@value #BUCKETS_MAX} that asked last.
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

  private final Clock clock;
  private final Map<RequestKind, RequestLimit> limits;
  private final Map<RequestKind, Buckets> buckets = new EnumMap<>(RequestKind.class);

  /** Limits what stands in {@code limits}, and nothing else. */
  public RateLimits(Clock clock, Map<RequestKind, RequestLimit> limits) {
    this.clock = clock;
    this.limits = limits;
    for (RequestKind kind : RequestKind.values()) {
      buckets.put(kind, new Buckets());
    }
  }

  /**
   * Takes one.
   *
   * @param who the account or address
   * @throws MatrixError {@code M_LIMIT_EXCEEDED} where there is none left
   */
  public void take(RequestKind kind, Object who) {
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
        return;
      }
      wait = (long) Math.ceil((1 - bucket.tokens) * millisForOne(limit));
    }
    throw MatrixError.limitExceeded(Math.max(wait, 1));
  }

  /** Gives one back, because it turned out not to count. */
  public void giveBack(RequestKind kind, Object who) {
    RequestLimit limit = limits.get(kind);
    if (limit == null) {
      return;
    }
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    synchronized (all) {
      Bucket bucket = filled(all, limit, who.toString());
      bucket.tokens = Math.min(limit.count(), bucket.tokens + 1);
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
