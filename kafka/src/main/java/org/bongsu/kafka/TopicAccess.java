package org.bongsu.kafka;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What the sites may do at brokers with an authorizer: read, write and describe the deployment's
 * topics. They may not create, change or delete any, use consumer groups, or change the cluster.
 */
public final class TopicAccess {
  private TopicAccess() {}

  /**
   * Adds the missing rules (ACLs), and waits until the cluster has them; existing ones stay.
   *
   * @param cluster for a client that may alter the cluster
   */
  public static void allow(Cluster cluster, Security.MutualTls security, List<Topics.Topic> topics)
      throws InterruptedException {
    List<AclBinding> rules =
        security.principalsOfSites().stream()
            .flatMap(site -> topics.stream().flatMap(topic -> rules(site, topic.name())))
            .toList();
    try (Admin admin = Admin.create(cluster.admin())) {
      Topics.until("access to topics", () -> tryToAdd(admin, rules));
    }
  }

  /** Reading and writing include describing. */
  private static Stream<AclBinding> rules(String principal, String topic) {
    return Stream.of(AclOperation.READ, AclOperation.WRITE)
        .map(operation ->
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
  }

  /** Empty if it worked; otherwise the reason why not. */
  private static String tryToAdd(Admin admin, List<AclBinding> rules) throws InterruptedException {
    try {
      admin.createAcls(rules).all().get();
      return "";
    } catch (ExecutionException e) {
      return Topics.whyOf(e);
    } catch (KafkaException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
