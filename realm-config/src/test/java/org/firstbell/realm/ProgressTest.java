package org.firstbell.realm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final StringWriter out = new StringWriter();

    @Test
    void isABarThatGrowsOnATerminal() {
        Progress progress = new Progress(new PrintWriter(out), true, 400);

        progress.advance(200);
        progress.advance(200);

        assertThat(out.toString())
                .isEqualTo("\r[###############               ] 200 of 400 lines"
                        + "\r[##############################] 400 of 400 lines\n");
    }

    @Test
    void isALineForEachTenthElsewhere() {
        Progress progress = new Progress(new PrintWriter(out), false, 1_000);

        for (int i = 0; i < 20; i++) {
            progress.advance(50);
        }

        assertThat(out.toString().lines())
                .hasSize(10)
                .startsWith("100 of 1000 lines")
                .endsWith("1000 of 1000 lines");
    }

    @Test
    void doesNotWriteANoteIntoTheBar() {
        Progress progress = new Progress(new PrintWriter(out), true, 400);

        progress.advance(200);
        progress.note("trying again in 1 s");

        assertThat(out.toString().lines()).contains("trying again in 1 s");
    }
}
