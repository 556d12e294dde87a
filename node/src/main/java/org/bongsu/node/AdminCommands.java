package org.bongsu.node;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Admin commands of the command line, as questions and answers in JSON: {@code
 * {"do":"add-user","name":"bora",...}}. Only the operator can reach it, so it checks no token.
 */
public interface AdminCommands {
  /**
   * Carries out a command.
   *
   * @return empty if this feature does not know the command
   * @throws org.bongsu.http.RequestError if it is refused
   */
  Optional<ObjectNode> ask(ObjectNode question);
}
