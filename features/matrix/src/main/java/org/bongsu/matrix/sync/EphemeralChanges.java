package org.bongsu.matrix.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.bongsu.matrix.SyncToken;
import org.jspecify.annotations.Nullable;

/**
 * What is told at once and not kept, by what it is about, in the order of the last changes. Used
 * under a lock of its owner's.
 */
final class EphemeralChanges<K, V> {
  private record Numbered<V>(V value, long number) {}

  private final EphemeralSequence sequence;
  private final LinkedHashMap<K, Numbered<V>> changes = new LinkedHashMap<>();

  EphemeralChanges(EphemeralSequence sequence) {
    this.sequence = sequence;
  }

  @Nullable V find(K about) {
    Numbered<V> found = changes.get(about);
    return found == null ? null : found.value;
  }

  /** Notes a change; it is the newest one now. */
  void changed(K about, V value) {
    changes.remove(about);
    changes.put(about, new Numbered<>(value, sequence.next()));
  }

  /** Everything, oldest change first; it may be changed while one goes through it. */
  List<Map.Entry<K, V>> all() {
    List<Map.Entry<K, V>> all = new ArrayList<>(changes.size());
    changes.forEach((about, one) -> all.add(Map.entry(about, one.value)));
    return all;
  }

  void forgetIf(BiPredicate<K, V> condition) {
    changes.entrySet().removeIf(one -> condition.test(one.getKey(), one.getValue().value));
  }

  int size() {
    return changes.size();
  }

  /** What has changed after a token, newest first; everything for null. */
  List<Map.Entry<K, V>> since(@Nullable SyncToken token) {
    long told = sequence.told(token);
    List<Map.Entry<K, V>> since = new ArrayList<>();
    for (Map.Entry<K, Numbered<V>> one : changes.sequencedEntrySet().reversed()) {
      if (one.getValue().number <= told) {
        break;
      }
      since.add(Map.entry(one.getKey(), one.getValue().value));
    }
    return since;
  }
}
