package org.bongsu.app;

import java.util.List;
import org.bongsu.matrix.MatrixFeature;
import org.bongsu.node.Feature;
import org.bongsu.node.Features;
import org.bongsu.reach.ReachFeature;
import org.bongsu.settings.Configuration;
import org.bongsu.status.StatusFeature;
import org.bongsu.webclient.WebClientFeature;

/** What a Bongsu node offers: the only place that names features. */
final class AllFeatures {
  static final List<Feature> LIST =
      List.of(
          new MatrixFeature(), //
          new ReachFeature(),
          new StatusFeature(),
          new WebClientFeature());

  private AllFeatures() {}

  /** Nothing but defaults. */
  static Configuration defaults() {
    return Features.defaults(LIST);
  }
}
