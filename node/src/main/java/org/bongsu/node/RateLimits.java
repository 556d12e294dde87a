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
 * Rate limits for each account or address, as token buckets. A bucket holds as many tokens as its
 * limit's count and refills evenly within the limit's time. For each kind the {@value #BUCKETS_MAX}
 * most recently used buckets are kept.
 *
 * <p>Limits hold for all sites together: each publishes the tokens taken from it several times a
 * second.
 */
public final class RateLimits {
  private static final int BUCKETS_MAX = 50_000;

  /** The tokens left at a time. */
  private static final class Bucket {
    double tokens;
    long millis;
  }

  /** The buckets of one kind, the most recently used last. */
  private static final class Buckets extends LinkedHashMap<String, Bucket> {
    Buckets() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > BUCKETS_MAX;
    }
  }

  private static final String TOPIC = "limits";

  /** Buckets of a kind in one message; tokens taken from others count in this site only. */
  private static final int PUBLISHED_MAX = 1_000;

  private final Clock clock;
  private final Map<LimitKind, RequestLimit> limits;
  private final boolean alone;

  /** Tokens taken here, minus those given back, that are not published yet. */
  private final Map<LimitKind, Map<String, Integer>> unpublished = new HashMap<>();

  private final Map<LimitKind, Buckets> buckets = new HashMap<>();

  /** Limits only the kinds in {@code limits}. */
  public RateLimits(Clock clock, Map<LimitKind, RequestLimit> limits, Bus bus) {
    this.clock = clock;
    this.limits = limits;
    this.alone = bus.isAlone();
    for (LimitKind kind : limits.keySet()) {
      buckets.put(kind, new Buckets());
      unpublished.put(kind, new HashMap<>());
    }
    bus.publishRegularly(TOPIC, this::unpublishedTokens);
    bus.subscribe(TOPIC, this::receive);
  }

  /**
   * Takes one token.
   *
   * @param who the account or address
   * @throws RequestError 429 if none is left
   */
  public void take(LimitKind kind, Object who) {
    long wait = takeOrWait(kind, who);
    if (wait > 0) {
      throw RequestError.tooMany(Duration.ofMillis(wait));
    }
  }

  /** As {@link #take}, but says whether there was a token. */
  public boolean tryTake(LimitKind kind, Object who) {
    return takeOrWait(kind, who) == 0;
  }

  /** Takes one token and returns 0, or returns after how many milliseconds there will be one. */
  private long takeOrWait(LimitKind kind, Object who) {
    RequestLimit limit = limits.get(kind);
    if (limit == null) {
      return 0;
    }
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    synchronized (all) {
      Bucket bucket = filled(all, limit, who.toString());
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        note(kind, who, 1);
        return 0;
      }
      return Math.max(1, (long) Math.ceil((1 - bucket.tokens) * millisForOne(limit)));
    }
  }

  /** Gives one token back, because the request does not count after all. */
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
    Map<String, Integer> of = Objects.requireNonNull(unpublished.get(kind));
    synchronized (of) {
      if (of.size() < PUBLISHED_MAX) {
        of.merge(who.toString(), taken, Integer::sum);
      }
    }
  }

  /** The tokens taken since the last call, by the kind's name and by account or address. */
  private Optional<ObjectNode> unpublishedTokens() {
    ObjectNode message = Json.object();
    unpublished.forEach((kind, of) -> {
      synchronized (of) {
        if (!of.isEmpty()) {
          of.forEach(message.putObject(kind.name())::put);
          of.clear();
        }
      }
    });
    return message.isEmpty() ? Optional.empty() : Optional.of(message);
  }

  private void receive(ObjectNode message) {
    for (LimitKind kind : limits.keySet()) {
      RequestLimit limit = limits.get(kind);
      if (limit != null) {
        message
            .path(kind.name())
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
