package org.firstbell.e2e.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a guide.
 *
 * @param name of its file
 * @param steps its fenced blocks of {@code sh}, in their order: what can be run as it stands
 * @param elsewhere what cannot: the lines of its blocks of {@code bash}, and the commands in its text
 * @param unnamed the first lines of blocks that do not say what they are
 */
record Guide(String name, List<Step> steps, List<String> elsewhere, List<String> unnamed) {

    /** Also inside a list, where it is indented. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");

    /** A program and what is to be told it; its name alone is none. */
    private static final Pattern COMMAND = Pattern.compile("`((?:\\./mvnw|(?:bin/)?kc\\.sh|curl|docker|git|helm|java|jq"
            + "|kubectl|node|npm|openssl|pg_\\w+|psql|python3|sed|\\./\\w+) [^`\n]+)`");

    /**
     * A block of commands.
     *
     * @param prints what they print, by the block of {@code text} that follows: lines that are in their output in this order,
     *     where {@code …} stands for anything
     */
    record Step(String commands, List<String> prints) {

        /** The lines that are missing from what was printed. */
        List<String> missingFrom(String printed) {
            List<String> missing = new ArrayList<>();
            int from = 0;
            for (String line : prints) {
                Matcher found = pattern(line).matcher(printed);
                if (found.find(from)) {
                    from = found.end();
                } else {
                    missing.add(line);
                }
            }
            return missing;
        }

        private static Pattern pattern(String line) {
            return Pattern.compile("\\Q" + line.strip().replace("…", "\\E.*\\Q") + "\\E");
        }
    }

    static Guide read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Step> steps = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        List<String> unnamed = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            List<String> lines =
                    block.group(3).lines().filter(line -> !line.isBlank()).toList();
            switch (block.group(2)) {
                case "sh" -> steps.add(new Step(block.group(3).stripTrailing().stripIndent() + "\n", List.of()));
                case "text" -> {
                    if (!steps.isEmpty()) {
                        steps.add(new Step(steps.remove(steps.size() - 1).commands(), lines));
                    }
                }
                case "bash" -> lines.forEach(line -> elsewhere.add(line.strip()));
                case "" -> unnamed.add(lines.get(0));
                default -> {
                    // Shows what is no command.
                }
            }
        }
        COMMAND.matcher(BLOCK.matcher(text).replaceAll("")).results().forEach(found -> elsewhere.add(found.group(1)));
        return new Guide(file.getFileName().toString(), steps, elsewhere, unnamed);
    }
}
