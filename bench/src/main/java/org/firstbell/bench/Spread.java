package org.firstbell.bench;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * What many values amount to.
 *
 * @param count how many there are, at least 1
 */
public record Spread(int count, double lowerQuartile, double median, double upperQuartile, double p99) {

    /**
     * The spread of these, in whatever order.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        // Linear between the two values next to the place asked for, as R and NumPy do by default.
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(values.stream().mapToDouble(Double::doubleValue).toArray());
        return new Spread(
                values.size(),
                percentile.evaluate(25),
                percentile.evaluate(50),
                percentile.evaluate(75),
                percentile.evaluate(99));
    }
}
