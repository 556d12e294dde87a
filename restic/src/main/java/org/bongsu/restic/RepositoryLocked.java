package org.bongsu.restic;

import java.util.List;
import java.util.stream.Collectors;

/** Others hold locks that exclude the wanted one; the message says who. */
public final class RepositoryLocked extends RuntimeException {
  private final transient List<LockHolder> holders;

  public RepositoryLocked(List<LockHolder> holders) {
    super(
        "the repository is locked by "
            + holders.stream().map(LockHolder::toString).collect(Collectors.joining("; ")));
    this.holders = List.copyOf(holders);
  }

  public List<LockHolder> holders() {
    return holders;
  }
}
