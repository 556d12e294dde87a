package org.bongsu.reach;

import java.util.List;
import java.util.Optional;
import org.bongsu.effects.Effect;
import org.bongsu.node.Feature;
import org.bongsu.node.NodeContext;

/** Notifies users who are not connected: pushes to the gateways that their clients registered. */
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
    Effect<?> push = new PushEffect(node.homeserver().shards(), privateGateways);
    return new Running() {
      @Override
      public List<? extends Effect<?>> effects() {
        return List.of(push);
      }
    };
  }
}
