package org.firstbell.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.firstbell.bench.Scale;
import org.firstbell.bench.Series;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH's benchmarks from a test. */
public final class JmhRun {

    private JmhRun() {}

    /**
     * Measures every benchmark of a class, in a JVM of its own.
     *
     * @return nanoseconds for one call, a value for each iteration; named as the methods are
     * @throws RunnerException if one of them fails
     */
    public static List<Series> of(Class<?> benchmarks) throws RunnerException {
        Scale scale = Scale.fromSystemProperties();
        Options options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmarks.getCanonicalName()) + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(scale.of(5, 1))
                .warmupTime(TimeValue.milliseconds(scale.of(1_000, 100)))
                .measurementIterations(scale.of(10, 2))
                .measurementTime(TimeValue.milliseconds(scale.of(1_000, 100)))
                .shouldFailOnError(true)
                .build();
        return new Runner(options).run().stream().map(JmhRun::series).toList();
    }

    private static Series series(RunResult result) {
        List<Double> values = new ArrayList<>();
        result.getBenchmarkResults()
                .forEach(fork -> fork.getIterationResults()
                        .forEach(iteration ->
                                values.add(iteration.getPrimaryResult().getScore())));
        return new Series(result.getPrimaryResult().getLabel(), 1, values);
    }
}
