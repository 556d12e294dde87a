package org.bongsu.backup;

/** The place has the backups of another deployment; a person must decide what to do. */
final class OtherDeployment extends RuntimeException {
  OtherDeployment(String message) {
    super(message);
  }
}
