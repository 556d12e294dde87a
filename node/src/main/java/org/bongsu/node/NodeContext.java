package org.bongsu.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.cluster.Site;
import org.bongsu.cluster.keys.SiteKeys;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;

/**
 * What a node gives each of its features.
 *
 * @param sessions finds the sessions of access tokens
 * @param media this site's store
 * @param replicas copies uploads to other sites
 * @param site this one of several sites; empty on a single machine
 * @param keys of this site; empty on a single machine, and if connections are not encrypted
 * @param health the health report of each feature, by its name
 * @param metrics the metrics of timers, features and effects
 */
public record NodeContext(
    Homeserver homeserver,
    Sessions sessions,
    MediaStore media,
    MediaReplicas replicas,
    Optional<Site> site,
    Optional<SiteKeys> keys,
    Supplier<Map<String, List<HealthLine>>> health,
    Supplier<List<Metric>> metrics) {}
