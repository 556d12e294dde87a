package org.bongsu.watch;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bongsu.watch.StatusView.About;

/**
 * What a watcher is told at its start.
 *
 * @param name of this watcher; letters, digits and hyphens
 * @param sites the base URL of each site, by its name, in the order in which they are shown
 * @param user the whole id of the account that the probes use
 * @param peers the base URLs of the other watchers
 * @param secret what the watchers share; required if there are peers
 * @param data where the watcher keeps its records
 * @param host and port where it serves the page; empty if it does not
 * @param publish directories and buckets to which the page is written
 * @param webhooks addresses that are told of each line of an incident
 * @param operatorPassword for writing words; empty if nobody may
 */
public record WatchOptions(
    String name,
    Map<String, URI> sites,
    String user,
    String password,
    List<URI> peers,
    Optional<String> secret,
    Path data,
    Optional<Listen> listen,
    List<String> publish,
    List<URI> webhooks,
    Optional<String> operatorPassword,
    About about) {
  private static final int PASSWORD_MIN = 10;

  /** Where to listen. */
  public record Listen(String host, int port) {}

  public WatchOptions {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "a watcher's name is up to 31 letters, digits and hyphens: " + name);
    }
    if (sites.isEmpty()) {
      throw new IllegalArgumentException("no site is named: --sites");
    }
    if (!user.matches("@[^:]+:.+")) {
      throw new IllegalArgumentException(
          "the account of the probes is a whole user id such as @watch:example.org: --user");
    }
    if (operatorPassword.filter(one -> one.length() < PASSWORD_MIN).isPresent()) {
      throw new IllegalArgumentException(
          "the operator's password needs %d characters or more".formatted(PASSWORD_MIN));
    }
    if (!peers.isEmpty() && secret.isEmpty()) {
      throw new IllegalArgumentException("several watchers need a secret: --secret-file");
    }
    if (!peers.isEmpty() && listen.isEmpty()) {
      throw new IllegalArgumentException("the other watchers ask this one: --port");
    }
    sites = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(sites));
    peers = List.copyOf(peers);
    publish = List.copyOf(publish);
    webhooks = List.copyOf(webhooks);
  }

  WatchedDeployment watched() {
    return new WatchedDeployment(
        name, peers.size() + 1, List.copyOf(sites.keySet()), List.of(Service.values()));
  }
}
