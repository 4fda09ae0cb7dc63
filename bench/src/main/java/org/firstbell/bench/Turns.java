package org.firstbell.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Contenders that take turns at the same work, so that whatever else the machine does hits all of them.
 *
 * <p>The first rounds warm up and do not count. Who is added first goes first in every round.
 */
public final class Turns {

    private final List<Contender> contenders = new ArrayList<>();

    /** One turn. Returns what is measured, in the unit of the row; what it prepares or checks it leaves out of that. */
    @FunctionalInterface
    public interface Turn {
        double take() throws Exception;
    }

    private record Contender(String name, long size, Turn turn, List<Double> values) {}

    /**
     * Adds a contender.
     *
     * @param size of the work that each of its turns does
     */
    public Turns of(String contender, long size, Turn turn) {
        contenders.add(new Contender(contender, size, turn, new ArrayList<>()));
        return this;
    }

    /**
     * Has them take their turns.
     *
     * @param warmUp rounds that do not count, 0 or more
     * @param rounds that do, at least 1
     * @return one series for each contender, as they were added
     * @throws Exception whatever a turn throws; then nothing is measured
     */
    public List<Series> take(int warmUp, int rounds) throws Exception {
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Contender contender : contenders) {
                double value = contender.turn().take();
                if (round >= warmUp) {
                    contender.values().add(value);
                }
            }
        }
        return contenders.stream()
                .map(it -> new Series(it.name(), it.size(), it.values()))
                .toList();
    }
}
