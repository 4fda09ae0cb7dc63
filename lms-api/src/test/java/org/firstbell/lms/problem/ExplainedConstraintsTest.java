package org.firstbell.lms.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.validation.Constraint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever uses a constraint that was not used before gives it a sentence. */
class ExplainedConstraintsTest {

    private static final Pattern IMPORT = Pattern.compile("import (jakarta\\.validation\\.constraints\\.\\w+);");

    @Test
    void everyConstraintInUseHasASentence() throws IOException {
        Set<String> explained = ProblemMappers.SENTENCES.keySet().stream()
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained)
                .isEqualTo(Stream.concat(standard(), ours()).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Stream<String> standard() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            StringBuilder sources = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Where a message goes with an annotation, it is the constraint's name there and not its use.
                if (!file.endsWith("ProblemMappers.java")) {
                    sources.append(Files.readString(file));
                }
            }
            return IMPORT.matcher(sources).results().map(match -> match.group(1)).toList().stream();
        }
    }

    private static Stream<String> ours() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.firstbell.lms").stream()
                        .filter(type -> type.isAnnotatedWith(Constraint.class))
                        .map(JavaClass::getName);
    }
}
