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
 * The commands of a guide: its fenced blocks of {@code sh}, in their order.
 *
 * @param name of its file
 */
record Guide(String name, List<Step> steps) {

    /** Also inside a list, where it is indented. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$");

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
        List<Step> steps = new ArrayList<>();
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (block.group(2).equals("sh")) {
                steps.add(new Step(block.group(3).stripTrailing().stripIndent() + "\n", List.of()));
            } else if (block.group(2).equals("text") && !steps.isEmpty()) {
                String commands = steps.remove(steps.size() - 1).commands();
                steps.add(new Step(
                        commands,
                        block.group(3).lines().filter(line -> !line.isBlank()).toList()));
            }
        }
        return new Guide(file.getFileName().toString(), steps);
    }
}
