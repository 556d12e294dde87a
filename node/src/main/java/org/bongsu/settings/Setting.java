package org.bongsu.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting; it stands on a component of a feature's settings record, and this is the
 * only place where the setting is written. Its name is the component's with hyphens: {@code
 * uploadMax} is {@code upload-max} in the configuration file and {@code --upload-max} on the
 * command line.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** One or two sentences, for the reference and the command line's help. */
  String what();

  /** The value that holds if none is given, as text; it is read like any other. */
  String defaultValue();

  /** What the default is, for people, if the value does not say it. */
  String defaultMeans() default "";

  /** What a value looks like, for people; empty for what the component's type tells. */
  String form() default "";

  /** Set by the program and not by people: in no reference and no help. */
  boolean internal() default false;
}
