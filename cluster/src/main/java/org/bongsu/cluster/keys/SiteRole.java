package org.bongsu.cluster.keys;

import java.util.Locale;

/** What a certificate is for: its subject's organizational unit (OU). */
public enum SiteRole {
  /** The node: connections to other nodes, and to brokers as a client. */
  SITE("site.pem"),
  /** The broker and controller: connections to others of their kind, and setting up Kafka. */
  BROKER("broker.pem");

  private final String file;

  SiteRole(String file) {
    this.file = file;
  }

  /** The file with its key and certificate. */
  String file() {
    return file;
  }

  /** Its name in certificates. */
  public String unit() {
    return name().toLowerCase(Locale.ROOT);
  }
}
