package org.bongsu.matrix.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bongsu.apply.Tx;
import org.bongsu.matrix.search.SearchRequest.Order;
import org.bongsu.search.SearchQuery;
import org.bongsu.store.Positions;
import org.bongsu.store.Readers;
import org.bongsu.unread.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * Searches all shards for one page of results. By time, the results of the shards are merged while
 * they are read. By rank, the newest {@link #RESULTS_MAX} results are sorted and divided into
 * pages.
 */
final class Searcher {
  /** Results that are counted and ranked. */
  static final int RESULTS_MAX = 1_000;

  /** When this is over, a search returns the results so far and a token to continue. */
  private static final Duration TIME_MAX = Duration.ofSeconds(4);

  /**
   * One page.
   *
   * @param ranked by rank: the results of this page and all before it
   * @param count of all results, as far as counted
   * @param next where to continue, or null at the end
   */
  record Page(List<Found> found, List<Found> ranked, int count, @Nullable SearchToken next) {
    static final Page EMPTY = new Page(List.of(), List.of(), 0, null);
  }

  private final Readers.Reader reader;
  private final Recipient recipient;
  private final SearchRequest request;
  private final @Nullable SearchToken token;
  private final List<SearchScope> scopes = new ArrayList<>();

  Searcher(
      Readers.Reader reader,
      Recipient recipient,
      SearchRequest request,
      @Nullable SearchToken token) {
    this.reader = reader;
    this.recipient = recipient;
    this.request = request;
    this.token = token;
  }

  Page search() {
    SearchQuery asTyped = request.query().orElse(null);
    if (asTyped == null) {
      return Page.EMPTY;
    }
    for (int shard = 0; shard < reader.shards(); shard++) {
      scopes.add(new SearchScope(reader.shard(shard), recipient, request.filter(), token));
    }
    long[] before = token == null ? now() : token.before();
    if (token != null && token.anySpacing()) {
      return asTyped.anySpacing().map(q -> page(q, before, true)).orElse(Page.EMPTY);
    }
    Page page = page(asTyped, before, false);
    boolean nothing = token == null && page.count == 0 && page.next == null;
    Optional<SearchQuery> anySpacing = nothing ? asTyped.anySpacing() : Optional.empty();
    return anySpacing.map(query -> page(query, before, true)).orElse(page);
  }

  /** The current end of each shard, as an ordering; later events are on no page. */
  private long[] now() {
    return scopes.stream()
        .mapToLong(scope -> Tx.firstOrdering(Positions.applied(scope.db())))
        .toArray();
  }

  private Page page(SearchQuery query, long[] before, boolean anySpacing) {
    long deadline = System.nanoTime() + TIME_MAX.toNanos();
    List<ShardScan> scans = new ArrayList<>();
    for (int shard = 0; shard < scopes.size(); shard++) {
      scans.add(new ShardScan(scopes.get(shard), query, request.keys(), before[shard], deadline));
    }
    return switch (request.order()) {
      case RECENT -> byTime(scans, anySpacing);
      case RANK -> byRank(scans, before, anySpacing);
    };
  }

  private Page byTime(List<ShardScan> scans, boolean anySpacing) {
    List<Found> found = take(scans, request.filter().limit());
    long[] resume = scans.stream().mapToLong(ShardScan::resumeBefore).toArray();
    int count =
        token != null
            ? token.count()
            : found.size() + take(scans, RESULTS_MAX - found.size()).size();
    boolean more = java.util.Arrays.stream(resume).anyMatch(ordering -> ordering > 0);
    SearchToken next = more ? next(Order.RECENT, anySpacing, resume, 0, count) : null;
    return new Page(found, List.of(), count, next);
  }

  private Page byRank(List<ShardScan> scans, long[] before, boolean anySpacing) {
    List<Found> all = new ArrayList<>(take(scans, RESULTS_MAX));
    all.sort(
        Comparator.comparingDouble(Found::rank).reversed().thenComparing(Searcher::newestFirst));
    int from = token == null ? 0 : Math.min(token.offset(), all.size());
    int to = Math.min(all.size(), from + request.filter().limit());
    SearchToken next =
        to < all.size() ? next(Order.RANK, anySpacing, before, to, all.size()) : null;
    return new Page(
        List.copyOf(all.subList(from, to)), List.copyOf(all.subList(0, to)), all.size(), next);
  }

  /** The token of the next page, for the same group as this one. */
  private SearchToken next(Order order, boolean anySpacing, long[] before, int offset, int count) {
    return token == null
        ? new SearchToken(order, anySpacing, before, offset, count, null, "")
        : new SearchToken(
            order, anySpacing, before, offset, count, token.group(), token.groupValue());
  }

  private static int newestFirst(Found one, Found other) {
    int byTime = Long.compare(other.event().timeMillis(), one.event().timeMillis());
    return byTime != 0 ? byTime : Long.compare(other.event().ordering(), one.event().ordering());
  }

  /** Takes the newest remaining results of all shards. */
  private static List<Found> take(List<ShardScan> scans, int limit) {
    List<Found> taken = new ArrayList<>();
    while (taken.size() < limit) {
      ShardScan newest = null;
      Found head = null;
      for (ShardScan scan : scans) {
        Found found = scan.peek();
        if (found != null && (head == null || newestFirst(found, head) < 0)) {
          newest = scan;
          head = found;
        }
      }
      if (newest == null) {
        break;
      }
      taken.add(newest.next());
    }
    return taken;
  }
}
