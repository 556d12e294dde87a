package org.bongsu.app;

import java.util.List;
import org.bongsu.backup.BackupFeature;
import org.bongsu.matrix.MatrixFeature;
import org.bongsu.node.Feature;
import org.bongsu.node.Features;
import org.bongsu.reach.ReachFeature;
import org.bongsu.settings.Configuration;
import org.bongsu.status.StatusFeature;
import org.bongsu.webclient.WebClientFeature;

/** The features of a Bongsu node: the only place that names them. */
final class AllFeatures {
  static final List<Feature> LIST =
      List.of(
          new MatrixFeature(), //
          new BackupFeature(),
          new ReachFeature(),
          new StatusFeature(),
          new WebClientFeature());

  private AllFeatures() {}

  /** The configuration with only defaults. */
  static Configuration defaults() {
    return Features.defaults(LIST);
  }
}
