package org.bongsu.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bongsu.effects.Effect;
import org.bongsu.effects.EffectSurroundings;
import org.bongsu.effects.Effects;
import org.bongsu.http.Routes;
import org.bongsu.settings.Configuration;
import org.bongsu.settings.LimitKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The running features of a node. */
public final class Features implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Features.class.getName());

  private final Map<String, Feature.Running> running = new LinkedHashMap<>();
  private final Deque<Feature.Running> started = new ArrayDeque<>();

  private volatile @Nullable Effects effects;

  private Features() {}

  /** The default configuration of a node with these features. */
  public static Configuration defaults(List<Feature> features) {
    List<Class<? extends Record>> sections = new ArrayList<>();
    List<LimitKind> limits = new ArrayList<>();
    for (Feature feature : features) {
      feature.settings().ifPresent(sections::add);
      limits.addAll(feature.limits());
    }
    sections.addFirst(NodeSettings.class);
    limits.addAll(0, List.of(NodeLimit.values()));
    return Configuration.of(sections, limits);
  }

  /** The configuration, with all values that the data directory fixes. */
  static Configuration complete(
      List<Feature> features, Configuration wanted, DataDirectory directory) throws IOException {
    Configuration configuration = directory.complete(wanted);
    for (Feature feature : features) {
      configuration = feature.complete(configuration, directory);
    }
    return configuration;
  }

  /** Starts all, in this order; those started are closed if one fails. */
  static Features start(
      List<Feature> features, java.util.function.Function<Features, NodeContext> context) {
    Features all = new Features();
    try {
      NodeContext node = context.apply(all);
      for (Feature feature : features) {
        Feature.Running one = feature.start(node);
        all.running.put(feature.name(), one);
        all.started.push(one);
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Starts the effects of all features. */
  void startEffects(EffectSurroundings surroundings) {
    List<Effect<?>> all = new ArrayList<>();
    running.values().forEach(one -> all.addAll(one.effects()));
    effects = Effects.open(surroundings, all);
  }

  /** Ends the effects, which write their progress while the node can still append. */
  void stopEffects() {
    Effects ours = effects;
    effects = null;
    if (ours != null) {
      ours.close();
    }
  }

  /** The metrics of features and effects. */
  List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    running.values().forEach(one -> all.addAll(one.metrics()));
    Effects ours = effects;
    if (ours != null) {
      all.addAll(EffectMetrics.of(ours.counts()));
    }
    return all;
  }

  void addTo(Routes routes) {
    running.values().forEach(one -> one.addTo(routes));
  }

  /** The health of each feature, by its name. */
  Map<String, List<HealthLine>> health() {
    Map<String, List<HealthLine>> lines = new LinkedHashMap<>();
    running.forEach((name, one) -> lines.put(name, one.health()));
    return lines;
  }

  /** The admin commands of all features, and of these while they run. */
  AdminCommands adminCommandsWith(List<Feature> features, Homeserver homeserver) {
    return adminCommands(
        Stream.concat(
                running.values().stream().flatMap(one -> one.adminCommands().stream()),
                features.stream().flatMap(one -> one.adminCommands(homeserver).stream()))
            .toList());
  }

  /** The admin commands of all features while no server runs. */
  static AdminCommands adminCommands(List<Feature> features, Homeserver homeserver) {
    return adminCommands(
        features.stream().flatMap(one -> one.adminCommands(homeserver).stream()).toList());
  }

  private static AdminCommands adminCommands(List<AdminCommands> all) {
    return question -> {
      Optional<ObjectNode> answer =
          all.stream().flatMap(commands -> commands.ask(question).stream()).findFirst();
      if (answer.isEmpty()) {
        throw MatrixError.invalidParam("This Bongsu does not know how to do this");
      }
      return answer;
    };
  }

  /** Closes all, the last started first. */
  @Override
  public void close() {
    stopEffects();
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "closing", e);
      }
    }
  }
}
