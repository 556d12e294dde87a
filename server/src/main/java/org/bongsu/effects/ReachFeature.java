package org.bongsu.effects;

import java.util.Optional;
import org.bongsu.node.Feature;
import org.bongsu.node.NodeContext;

/** Reaches people who are not connected: pushes to the gateways that their clients have named. */
public final class ReachFeature implements Feature {
  @Override
  public String name() {
    return "reach";
  }

  @Override
  public Optional<Class<? extends Record>> settings() {
    return Optional.of(ReachSettings.class);
  }

  @Override
  public Running start(NodeContext node) {
    boolean privateGateways = node.homeserver().settings(ReachSettings.class).privatePushGateways();
    Effects effects =
        Effects.open(node.homeserver().shards(), shard -> node.isLeader(), privateGateways);
    return new Running() {
      @Override
      public void close() {
        effects.close();
      }
    };
  }
}
