package org.bongsu.node;

import java.nio.file.Path;

/**
 * How a node is set up. The command line and the configuration file fill it.
 *
 * @param serverName what stands behind the colon of user ids; fixed by the first start
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param data where everything is kept
 * @param shards how many; fixed by the first start
 * @param registrationSecret for {@code /_synapse/admin/v1/register}
 * @param limited whether requests are limited for each account and address
 * @param proxyTrusted whether to believe {@code X-Forwarded-For}
 * @param uploadBytesMax the largest media that is taken
 */
public record ServerConfig(
    String serverName,
    String host,
    int port,
    Path data,
    int shards,
    Registration registration,
    String registrationSecret,
    boolean limited,
    boolean proxyTrusted,
    long uploadBytesMax) {

  /** Who may make an account. */
  public enum Registration {
    /** Everybody. */
    OPEN,
    /** Whoever has a registration token. */
    TOKEN,
    /** Only the operator, with {@code bongsu user add} or the shared secret. */
    CLOSED
  }
}
