package org.firstbell.bench;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How cost grows with the size of the work: as {@code size^exponent}. 1 is in proportion, 0 not at all.
 *
 * @param determination r² of the fit: 1 if it explains all of the difference between sizes
 */
public record PowerLaw(double exponent, double determination) {

    /**
     * Least squares of the logarithm of the median over the logarithm of the size.
     *
     * @param sizes of one contender; at least two different ones, all above 0
     * @throws IllegalArgumentException if there are fewer, or one is 0
     */
    public static PowerLaw of(List<Series> sizes) {
        if (sizes.stream().mapToLong(Series::size).distinct().count() < 2
                || sizes.stream().anyMatch(it -> it.size() <= 0)) {
            throw new IllegalArgumentException("no growth can be told from " + sizes.size() + " series");
        }
        SimpleRegression regression = new SimpleRegression();
        sizes.forEach(it -> regression.addData(Math.log((double) it.size()), Math.log(it.median())));
        return new PowerLaw(regression.getSlope(), regression.getRSquare());
    }
}
