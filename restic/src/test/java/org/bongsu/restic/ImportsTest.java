package org.bongsu.restic;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The format knows nothing of Bongsu; of the core it uses JSON alone. */
class ImportsTest {
  @Test
  void nothingOfBongsuIsUsedButJson() {
    noClasses()
        .that()
        .resideInAPackage("org.bongsu.restic")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.bongsu..")
                .and(not(resideInAnyPackage("org.bongsu.restic", "org.bongsu.json"))))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.bongsu.restic"));
  }
}
