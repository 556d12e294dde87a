package org.bongsu.apply;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** Maps an entity to its shard: CRC-32C of its id, modulo the number of shards. */
public record ShardMap(int count) {
  /** The same for one machine and for three sites, so that one can be migrated to the other. */
  public static final int DEFAULT_COUNT = 8;

  public ShardMap {
    if (count < 1 || count > 1024) {
      throw new IllegalArgumentException("a deployment has 1 to 1024 shards");
    }
  }

  public int shardOf(String entity) {
    CRC32C crc = new CRC32C();
    crc.update(entity.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % count);
  }

  /**
   * Draws ids until one maps to the shard of an entity, so that the id alone leads to that shard.
   * On average it draws as many ids as there are shards.
   */
  public String idOnShardOf(String entity, Supplier<String> drawn) {
    int shard = shardOf(entity);
    String id = drawn.get();
    while (shardOf(id) != shard) {
      id = drawn.get();
    }
    return id;
  }
}
