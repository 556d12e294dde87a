package org.bongsu.launch;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run Bongsu with the Java, the options and the class path of this process. */
final class OwnJava {
  private static final String MAIN = "org.bongsu.app.Main";

  private OwnJava() {}

  /** A command line, to which the arguments of the command are added. */
  static List<String> command(String name) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, name));
    return command;
  }
}
