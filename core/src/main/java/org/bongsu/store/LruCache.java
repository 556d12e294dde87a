package org.bongsu.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache that evicts the least recently used entries. Thread-safe: keys are spread over 16
 * stripes, each with its own lock and its own share of the limit.
 */
public final class LruCache<K, V> {
  private static final int STRIPE_BITS = 4;
  private static final int STRIPES = 1 << STRIPE_BITS;

  /** 2^32 by the golden ratio: the product's upper bits depend on all bits of a number. */
  private static final int GOLDEN = 0x9E3779B9;

  private final Map<K, V>[] stripes;

  /** A cache of about {@code max} entries. */
  @SuppressWarnings({"unchecked", "rawtypes", "GenericArrayCreation"})
  public LruCache(int max) {
    int perStripe = Math.max(1, max / STRIPES);
    stripes = new Map[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] =
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
              return size() > perStripe;
            }
          };
    }
  }

  /**
   * Chooses the stripe by other bits of the hash than the low ones, which the stripe's map uses.
   */
  private Map<K, V> stripe(K key) {
    return stripes[(key.hashCode() * GOLDEN) >>> (Integer.SIZE - STRIPE_BITS)];
  }

  public @Nullable V get(K key) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      return stripe.get(key);
    }
  }

  public void put(K key, V value) {
    Map<K, V> stripe = stripe(key);
    synchronized (stripe) {
      stripe.put(key, value);
    }
  }
}
