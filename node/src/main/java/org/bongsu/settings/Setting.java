package org.bongsu.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one setting, on a component of a settings record; no other declaration is needed. Its
 * name is the component's with hyphens: {@code uploadMax} is {@code upload-max} in the
 * configuration file and {@code --upload-max} on the command line.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
  /** One or two sentences, for the reference and the command line's help. */
  String what();

  /** The default, as text; parsed like any other value. */
  String defaultValue();

  /** What the default is, for people, if the value does not say it. */
  String defaultMeans() default "";

  /** What a value looks like, for people; empty if the component's type says it. */
  String form() default "";

  /** Set by the program only, so neither in the reference nor in the help. */
  boolean internal() default false;
}
