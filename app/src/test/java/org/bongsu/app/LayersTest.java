package org.bongsu.app;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The import rule above the core: a node is put together from the API, the API from HTTP, media and
 * settings; what drives and measures servers stands above, and the command line on top. A handler
 * that knew the node, or HTTP that knew an operation, could no longer be read or tested alone.
 */
class LayersTest {
  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.bongsu");
  }

  @Test
  void importsPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .optionalLayer("kafka") // not on the class path before the node can be started with it
        .definedBy("org.bongsu.kafka..")
        .layer("http")
        .definedBy("org.bongsu.http..")
        .layer("media")
        .definedBy("org.bongsu.media..")
        .layer("settings")
        .definedBy("org.bongsu.settings..")
        .layer("site")
        .definedBy("org.bongsu.site..")
        .layer("api")
        .definedBy("org.bongsu.api..")
        .layer("gateway")
        .definedBy("org.bongsu.gateway..")
        .layer("unread")
        .definedBy("org.bongsu.unread..")
        .layer("effects")
        .definedBy("org.bongsu.effects..")
        .layer("node")
        .definedBy("org.bongsu.node..")
        .layer("trials")
        .definedBy(
            "org.bongsu.bench..",
            "org.bongsu.sim..",
            "org.bongsu.crash..",
            "org.bongsu.drill..",
            "org.bongsu.launch..",
            "org.bongsu.client..",
            "org.bongsu.korean..",
            "org.bongsu.report..")
        .layer("limit")
        .definedBy("org.bongsu.limit..")
        .layer("app")
        .definedBy("org.bongsu.app..")
        .whereLayer("kafka")
        .mayOnlyBeAccessedByLayers("app") // a node knows a log, not which one it is
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers(
            "api", "site", "node", "limit") // what it costs alone is the limit of a server's speed
        .whereLayer("site")
        .mayOnlyBeAccessedByLayers(
            "gateway", "api", "node", "trials",
            "app") // requests wait for other sites; the simulator plays them
        .whereLayer("media")
        .mayOnlyBeAccessedByLayers(
            "http", "api", "site", "node") // http knows the name of its outage
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers("api", "effects", "node")
        .whereLayer("unread")
        .mayOnlyBeAccessedByLayers("api", "effects")
        .whereLayer("api")
        .mayOnlyBeAccessedByLayers("node", "app") // an effect answers no request
        .whereLayer("effects")
        .mayOnlyBeAccessedByLayers("node")
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("trials", "app")
        .whereLayer("trials")
        .mayOnlyBeAccessedByLayers("app")
        .whereLayer("limit")
        .mayOnlyBeAccessedByLayers("trials")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.bongsu.(*)..").should().beFreeOfCycles().check(classes);
  }
}
