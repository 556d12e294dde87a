package org.bongsu.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bongsu.cluster.Site;
import org.bongsu.media.MediaReplicas;
import org.bongsu.media.MediaStore;

/**
 * What a node gives each of its features.
 *
 * @param sessions who is signed in
 * @param media this site's store
 * @param replicas brings uploads to other sites
 * @param site this site among several; empty on a single machine
 * @param health how each feature is now, by its name
 * @param metrics what features and effects count
 */
public record NodeContext(
    Homeserver homeserver,
    Sessions sessions,
    MediaStore media,
    MediaReplicas replicas,
    Optional<Site> site,
    Supplier<Map<String, List<HealthLine>>> health,
    Supplier<List<Metric>> metrics) {}
