package org.bongsu.webclient;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bongsu.cluster.Peers;
import org.bongsu.http.Routes;
import org.bongsu.node.Feature;
import org.bongsu.node.NodeContext;
import org.bongsu.node.NodeSettings;

/** Serves the web client's files at {@code /}, if they are on the class path. */
public final class WebClientFeature implements Feature {
  @Override
  public String name() {
    return "web";
  }

  @Override
  public Running start(NodeContext node) {
    NodeSettings settings = node.homeserver().config();
    List<String> others =
        Stream.concat(
                node.homeserver().sites().addresses().stream().map(Peers.Address::url),
                Stream.of(settings.statusPage()).filter(page -> !page.isEmpty()))
            .toList();
    Optional<WebClientFiles> client =
        WebClientFiles.find(WebClientFiles.class.getClassLoader(), others, settings.publicUrl());
    return new Running() {
      @Override
      public void addTo(Routes routes) {
        client.ifPresent(one -> one.addTo(routes));
      }
    };
  }
}
