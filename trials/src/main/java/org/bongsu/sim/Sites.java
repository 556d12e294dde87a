package org.bongsu.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bongsu.apply.ShardMap;
import org.bongsu.store.Db;

/** All sites of a run, for the checkers. */
record Sites(ShardMap map, SimulatedLog log, List<Site> all) implements AutoCloseable {
  /** One site; {@link ReplicasAgree} compares the others with it. */
  Site any() {
    return all.getFirst();
  }

  Db storeOf(String entity) {
    return any().db(map.shardOf(entity));
  }

  /** The stores of one site, one for each shard. */
  List<Db> stores() {
    return IntStream.range(0, map.count()).mapToObj(any()::db).toList();
  }

  /** The stores of all sites. */
  List<Db> allStores() {
    List<Db> stores = new ArrayList<>();
    for (Site site : all) {
      for (int shard = 0; shard < map.count(); shard++) {
        stores.add(site.db(shard));
      }
    }
    return stores;
  }

  /** A description of all of them, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (Site site : all) {
      text.append(
          "site %d %s at %s; "
              .formatted(
                  site.number(),
                  site.serves() ? "serves" : site.isUp() ? "is up" : "is down",
                  site.isStarted() ? Arrays.toString(site.positions()) : "?"));
    }
    for (int shard = 0; shard <= map.count(); shard++) {
      text.append(
          "log %d: %d, %s; ".formatted(shard, log.end(shard), log.controller().decided(shard)));
    }
    return text.toString();
  }

  @Override
  public void close() {
    all.forEach(Site::close);
  }
}
