package org.bongsu.node;

import java.nio.file.Path;
import java.time.Duration;
import org.bongsu.http.ClientLimits;
import org.bongsu.http.Networks;
import org.bongsu.settings.Setting;
import org.bongsu.settings.WebAddress;

/** The settings of every node, independent of its features. */
public record NodeSettings(
    @Setting(defaultValue = "8008", what = "The port to listen on; 0 for any free one.") int port,
    @Setting(
            form = "ADDRESS",
            defaultValue = "127.0.0.1",
            what = "The address to listen on; 0.0.0.0 for all of this machine's.")
        String host,
    @Setting(defaultValue = "data", what = "The directory in which everything is kept.") Path data,
    @Setting(
            form = "NAME",
            defaultValue = "",
            defaultMeans = "localhost",
            what =
                "The part of user ids after the colon. The first start fixes it; later it need not be"
                    + " given.")
        String serverName,
    @Setting(
            form = "URL",
            defaultValue = "",
            defaultMeans = "what the client used",
            what = "Where clients reach the server, for /.well-known/matrix/client.")
        String publicUrl,
    @Setting(
            form = "URL",
            defaultValue = "",
            defaultMeans = "none",
            what =
                "The status page that bongsu watch writes, outside of the sites. Clients remember it,"
                    + " and show what it says when no site answers.")
        String statusPage,
    @Setting(
            form = "NETWORKS",
            defaultValue = "",
            defaultMeans = "none",
            what =
                "The proxies in front of the server, as addresses or networks such as 10.0.0.0/8,"
                    + " separated by commas. X-Forwarded-For and X-Forwarded-Proto are believed from"
                    + " these only.")
        String trustedProxies,
    @Setting(
            defaultValue = "1000",
            what =
                "Connections from one address at once; those of trusted proxies are not counted. An"
                    + " IPv6 address counts with its /64 network.")
        int connectionsPerAddress,
    @Setting(
            defaultValue = "100",
            what = "Requests from one address at once whose body has not arrived completely.")
        int unfinishedPerAddress,
    @Setting(
            defaultValue = "20s",
            what =
                "Within this time the head of a connection's first request and the body of a request"
                    + " must have arrived; uploads of photos and files may take longer.")
        Duration requestWithin,
    @Setting(
            defaultValue = "2m",
            what =
                "Bytes of photos and files that are read back a second, to find what the disk has"
                    + " damaged; 0 for never.")
        long mediaScrubRate,
    @Setting(
            defaultValue = "" + org.bongsu.apply.ShardMap.DEFAULT_COUNT,
            internal = true,
            what = "How many shards a new deployment gets; fixed by the first start.")
        int shards,
    @Setting(defaultValue = "true", what = "Whether the limits below apply.") boolean limited) {

  public NodeSettings {
    if (port > 65_535) {
      throw new IllegalArgumentException("a port is at most 65535");
    }
    if (!serverName.matches("[A-Za-z0-9.:\\[\\]-]{0,230}")) {
      throw new IllegalArgumentException("a server name is a host name, perhaps with a port");
    }
    publicUrl = WebAddress.checked(publicUrl);
    statusPage = WebAddress.checked(statusPage);
    if (statusPage.contains("?") || statusPage.contains("#")) {
      throw new IllegalArgumentException("clients append names of files to this address");
    }
    if (connectionsPerAddress < 1 || unfinishedPerAddress < 1) {
      throw new IllegalArgumentException("at least 1 is needed");
    }
    Networks.parse(trustedProxies);
  }

  /** What one client may hold open. */
  ClientLimits clientLimits() {
    return new ClientLimits(
        Networks.parse(trustedProxies),
        limited ? connectionsPerAddress : Integer.MAX_VALUE,
        limited ? unfinishedPerAddress : Integer.MAX_VALUE,
        requestWithin);
  }
}
