package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * Ephemeral values of one kind by key, in the order of their last change. Not thread-safe; the
 * owner locks.
 */
final class EphemeralChanges<K, V> {
  private record Numbered<V>(V value, long number) {}

  private final EphemeralSequence sequence;
  private final LinkedHashMap<K, Numbered<V>> changes = new LinkedHashMap<>();

  EphemeralChanges(EphemeralSequence sequence) {
    this.sequence = sequence;
  }

  @Nullable V find(K key) {
    Numbered<V> found = changes.get(key);
    return found == null ? null : found.value;
  }

  /** Sets a value, which becomes the newest change. */
  void changed(K key, V value) {
    changes.remove(key);
    changes.put(key, new Numbered<>(value, sequence.next()));
  }

  /** A copy of all entries, oldest change first. */
  List<Map.Entry<K, V>> all() {
    List<Map.Entry<K, V>> all = new ArrayList<>(changes.size());
    changes.forEach((key, one) -> all.add(Map.entry(key, one.value)));
    return all;
  }

  void removeIf(BiPredicate<K, V> condition) {
    changes.entrySet().removeIf(one -> condition.test(one.getKey(), one.getValue().value));
  }

  int size() {
    return changes.size();
  }

  /** The entries that changed after a token, newest first; all for null. */
  List<Map.Entry<K, V>> since(@Nullable SyncToken token) {
    long sentUpTo = sequence.sentUpTo(token);
    List<Map.Entry<K, V>> since = new ArrayList<>();
    for (Map.Entry<K, Numbered<V>> one : changes.sequencedEntrySet().reversed()) {
      if (one.getValue().number <= sentUpTo) {
        break;
      }
      since.add(Map.entry(one.getKey(), one.getValue().value));
    }
    return since;
  }
}
