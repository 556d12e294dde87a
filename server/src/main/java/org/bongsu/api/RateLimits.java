package org.bongsu.api;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bongsu.http.MatrixError;

/**
 * How much one account or address may ask for: token buckets. A bucket holds as many tokens as its
 * limit's count and fills up again, evenly, within the limit's time. What is remembered is bounded:
 * of each kind the {@value #BUCKETS_MAX} that asked last.
 */
public final class RateLimits {
  private static final int BUCKETS_MAX = 50_000;

  /** What is limited; each is a setting {@code limit-...}. */
  public enum Kind {
    LOGIN_FAILURES("login-failures", "10/5m", "wrong passwords for one account"),
    LOGINS("logins", "60/1m", "attempts to log in from one address"),
    REGISTRATIONS("registrations", "30/1h", "accounts made from one address"),
    LOOKUPS(
        "lookups",
        "120/1m",
        "questions for free names and valid registration tokens from one" + " address"),
    SENDS("sends", "100/10s", "events sent by one account"),
    ROOMS("rooms", "30/10m", "rooms created by one account"),
    INVITES("invites", "100/10m", "invitations by one account"),
    JOINS("joins", "60/1m", "rooms joined by one account"),
    PROFILE("profile", "30/1m", "changes of one account's profile"),
    SEARCHES("searches", "60/1m", "searches of rooms or the user directory by one account"),
    UPLOADS("uploads", "300/10m", "photos and files uploaded or announced by one account"),
    REPORTS("reports", "20/10m", "reports made by one account");

    private final String setting;
    private final String usual;
    private final String what;

    Kind(String setting, String usual, String what) {
      this.setting = "limit-" + setting;
      this.usual = usual;
      this.what = what;
    }

    public String setting() {
      return setting;
    }

    public Limit usual() {
      return Limit.parse(usual);
    }

    public String what() {
      return what;
    }
  }

  /** At most {@code count} at once, and as many again within each {@code within}. */
  public record Limit(int count, Duration within) {
    public Limit {
      if (count < 1 || within.isNegative() || within.isZero()) {
        throw new IllegalArgumentException("a limit is at least 1 in some time");
      }
    }

    /**
     * Reads {@code 30/10m}: a number, a slash, and a time in s, m or h.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static Limit parse(String text) {
      java.util.regex.Matcher parts = FORM.matcher(text.strip());
      if (!parts.matches()) {
        throw new IllegalArgumentException("a limit is a number and a time, such as 30/10m");
      }
      Duration within = Duration.parse("PT" + parts.group(2).toUpperCase(java.util.Locale.ROOT));
      return new Limit(Integer.parseInt(parts.group(1)), within);
    }

    private static final java.util.regex.Pattern FORM =
        java.util.regex.Pattern.compile("([0-9]{1,7})/([0-9]{1,5}[smh])");

    @Override
    public String toString() {
      return count + "/" + within.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
  }

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
  private final Map<Kind, Limit> limits;
  private final Map<Kind, Buckets> buckets = new EnumMap<>(Kind.class);

  /** Limits what stands in {@code limits}, and nothing else. */
  public RateLimits(Clock clock, Map<Kind, Limit> limits) {
    this.clock = clock;
    this.limits = limits;
    for (Kind kind : Kind.values()) {
      buckets.put(kind, new Buckets());
    }
  }

  /**
   * Takes one.
   *
   * @param who the account or address
   * @throws MatrixError {@code M_LIMIT_EXCEEDED} where there is none left
   */
  public void take(Kind kind, Object who) {
    Limit limit = limits.get(kind);
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
  public void giveBack(Kind kind, Object who) {
    Limit limit = limits.get(kind);
    if (limit == null) {
      return;
    }
    Buckets all = Objects.requireNonNull(buckets.get(kind));
    synchronized (all) {
      Bucket bucket = filled(all, limit, who.toString());
      bucket.tokens = Math.min(limit.count, bucket.tokens + 1);
    }
  }

  private Bucket filled(Buckets all, Limit limit, String who) {
    long now = clock.millis();
    Bucket bucket = all.get(who);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = limit.count;
      all.put(who, bucket);
    } else {
      double gained = Math.max(0, now - bucket.millis) / millisForOne(limit);
      bucket.tokens = Math.min(limit.count, bucket.tokens + gained);
    }
    bucket.millis = now;
    return bucket;
  }

  private static double millisForOne(Limit limit) {
    return (double) limit.within.toMillis() / limit.count;
  }
}
