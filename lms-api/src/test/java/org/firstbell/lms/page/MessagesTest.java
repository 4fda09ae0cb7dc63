package org.firstbell.lms.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.firstbell.lms.course.Privilege;
import org.firstbell.lms.enrolment.Verdict;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.grant.GrantHistory.What;
import org.firstbell.lms.problem.ProblemType;
import org.junit.jupiter.api.Test;

/** The texts of the page, as they are written in its files. */
class MessagesTest {

    private static final Path PAGE = Path.of("src/main/resources/page");
    private static final Pattern MESSAGE = Pattern.compile("^  '([^']+)': (.+),$", Pattern.MULTILINE);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern USE = Pattern.compile("\\bt\\((?:[^'`()]*\\? )?'([^']+)'(?: : '([^']+)')?");

    @Test
    void areThereInEveryLanguageWithTheSamePlaceholders() throws IOException {
        Map<String, Set<String>> english = messages("en");

        assertThat(english).hasSizeGreaterThan(100);
        assertThat(messages("it")).isEqualTo(english);
    }

    @Test
    void areThereForEveryKeyInUse() throws IOException {
        Set<String> known = messages("en").keySet();
        try (Stream<Path> files = Files.walk(PAGE)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                List<String> used = USE.matcher(Files.readString(file))
                        .results()
                        .flatMap(use -> Stream.of(use.group(1), use.group(2)))
                        .filter(key -> key != null)
                        .toList();
                assertThat(known).as(file.toString()).containsAll(used);
            }
        }
    }

    /** What the server says, it says in English; the page says it in the reader's language. */
    @Test
    void areThereForEverySentenceOfTheServer() throws IOException {
        for (String language : languages()) {
            Map<String, Set<String>> known = messages(language);
            for (Sentence sentence : Sentence.values()) {
                assertThat(known).containsKey("said." + sentence.code());
                assertThat(sentence.parameters())
                        .as(language + ": what can be filled in to said." + sentence.code())
                        .containsAll(known.get("said." + sentence.code()));
            }
        }
    }

    @Test
    void areThereForWhateverElseTheServerNames() throws IOException {
        List<String> named = Stream.of(
                        names("problem.", ProblemType.values()).map(name -> name.replace('_', '-')),
                        names("verdict.", Verdict.values()),
                        names("history.", What.values()),
                        names("privilege.", Privilege.values()))
                .flatMap(Function.identity())
                .toList();
        for (String language : languages()) {
            assertThat(messages(language).keySet()).as(language).containsAll(named);
        }
    }

    private static Stream<String> names(String prefix, Enum<?>... values) {
        return Stream.of(values).map(value -> prefix + value.name().toLowerCase(Locale.ROOT));
    }

    private static List<String> languages() throws IOException {
        try (Stream<Path> files = Files.list(PAGE.resolve("messages"))) {
            return files.map(file -> file.getFileName().toString().replace(".js", ""))
                    .toList();
        }
    }

    private static Map<String, Set<String>> messages(String language) throws IOException {
        String text = Files.readString(PAGE.resolve("messages/" + language + ".js"));
        return MESSAGE.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1),
                        match -> PLACEHOLDER
                                .matcher(match.group(2))
                                .results()
                                .map((MatchResult placeholder) -> placeholder.group(1))
                                .filter(name -> !name.equals("one") && !name.equals("other"))
                                .collect(Collectors.toCollection(TreeSet::new)),
                        (one, another) -> {
                            throw new AssertionError("a key twice in " + language);
                        },
                        TreeMap::new));
    }
}
