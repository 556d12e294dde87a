package org.bongsu.matrix.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bongsu.id.UserId;
import org.bongsu.node.MatrixError;
import tools.jackson.databind.JsonNode;

/**
 * {@code additional_creators} as clients give them: a list of user ids. A creator cannot be removed
 * later, so even the server name must have the right form (specification: appendices, server name).
 */
final class AdditionalCreators {
  private static final Pattern SERVER_NAME =
      Pattern.compile("([A-Za-z0-9.-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

  private AdditionalCreators() {}

  /**
   * The users; none if the value is missing.
   *
   * @throws MatrixError {@code M_INVALID_PARAM} if it is not a list of user ids
   */
  static List<UserId> of(JsonNode given) {
    List<UserId> users = new ArrayList<>();
    if (given.isMissingNode() || given.isNull()) {
      return users;
    }
    if (!given.isArray()) {
      throw invalid();
    }
    for (JsonNode one : given) {
      UserId user = UserId.parse(one.stringValue("")).orElseThrow(AdditionalCreators::invalid);
      if (!SERVER_NAME.matcher(user.serverName()).matches()) {
        throw invalid();
      }
      users.add(user);
    }
    return users;
  }

  private static MatrixError invalid() {
    return MatrixError.invalidParam("additional_creators is a list of user ids");
  }
}
