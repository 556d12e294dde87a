package org.bongsu.matrix.search;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.bongsu.apply.Tx;
import org.bongsu.room.Erasures;
import org.bongsu.room.Rooms;
import org.bongsu.search.SearchKey;
import org.bongsu.search.SearchQuery;
import org.bongsu.search.SearchText;
import org.bongsu.search.SearchedTexts;
import org.jspecify.annotations.Nullable;

/** The results of one shard, newest first, read on demand. */
final class ShardScan {
  /** Candidates of one shard whose texts are compared for one page. */
  static final int CANDIDATES_MAX = 4_000;

  private static final int CANDIDATES_AT_ONCE = 100;

  private final SearchScope scope;
  private final SearchQuery query;
  private final Set<SearchKey> keys;
  private final long deadlineNanos;
  private final SearchedTexts texts;
  private final Rooms rooms;
  private final Erasures erasures;
  private final Deque<Long> candidates = new ArrayDeque<>();
  private final Deque<Found> ready = new ArrayDeque<>();

  private long beforePosition;
  private long beforeOrdering;
  private int candidatesSeen;
  private boolean exhausted;
  private boolean cut;

  /**
   * A scan.
   *
   * @param before only events before this ordering
   * @param deadlineNanos when to stop, by {@link System#nanoTime}
   */
  ShardScan(
      SearchScope scope, SearchQuery query, Set<SearchKey> keys, long before, long deadlineNanos) {
    this.scope = scope;
    this.query = query;
    this.keys = keys;
    this.deadlineNanos = deadlineNanos;
    this.texts = new SearchedTexts(scope.db());
    this.rooms = new Rooms(scope.db());
    this.erasures = new Erasures(scope.db());
    this.beforeOrdering = before;
    this.beforePosition = before == 0 ? 0 : SearchedTexts.position(before - 1) + 1;
    this.exhausted = before == 0 || scope.rooms().isEmpty();
  }

  /** The next result without removing it; null at the end or if a limit was reached. */
  @Nullable Found peek() {
    while (ready.isEmpty() && !exhausted && !cut) {
      readOn();
    }
    return ready.peekFirst();
  }

  Found next() {
    Found next = ready.removeFirst();
    beforeOrdering = next.event().ordering();
    return next;
  }

  private void readOn() {
    if (candidates.isEmpty()) {
      if (candidatesSeen >= CANDIDATES_MAX || System.nanoTime() > deadlineNanos) {
        cut = true;
        return;
      }
      List<Long> more =
          texts.candidates(query, keys, scope.rooms(), beforePosition, CANDIDATES_AT_ONCE);
      candidates.addAll(more);
      candidatesSeen += more.size();
      exhausted = more.isEmpty();
    }
    Long position = candidates.pollFirst();
    if (position != null) {
      beforePosition = position;
      compare(position);
    }
  }

  private void compare(long position) {
    List<SearchedTexts.Text> newestFirst =
        texts.at(position, scope).stream()
            .filter(text -> text.ordering() < beforeOrdering && keys.contains(text.key()))
            .sorted(Comparator.comparingLong(SearchedTexts.Text::ordering).reversed())
            .toList();
    for (SearchedTexts.Text text : newestFirst) {
      String form = SearchText.normalise(text.text());
      if (query.matches(form)) {
        rooms
            .event(text.ordering())
            .filter(scope::wants)
            .filter(event -> !erasures.hide(event, scope.visibility(text.room())))
            .ifPresent(event -> ready.add(new Found(scope, text.room(), event, query.rank(form))));
      }
    }
  }

  /** The ordering before which a later scan continues; 0 at the end. */
  long resumeBefore() {
    Found head = peek();
    if (head != null) {
      return head.event().ordering() + 1;
    }
    return exhausted ? 0 : Math.min(beforeOrdering, Tx.firstOrdering(beforePosition));
  }
}
