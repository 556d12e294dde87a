package org.bongsu.status;

import org.bongsu.http.Networks;
import org.bongsu.settings.Setting;

/** Settings of health checks and metrics. */
public record StatusSettings(
    @Setting(
            form = "NETWORKS",
            defaultValue = "127.0.0.0/8, ::1",
            defaultMeans = "this machine",
            what =
                "The addresses or networks, separated by commas, that may read /_bongsu/metrics. Behind"
                    + " a trusted proxy it is the address of the proxy's client that counts.")
        String metricsFrom) {

  public StatusSettings {
    Networks.parse(metricsFrom);
  }
}
