package org.firstbell.bench;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How cost grows with a size that may be 0: as {@code atZero + slope · size}.
 *
 * @param determination r² of the fit
 */
public record StraightLine(double atZero, double slope, double determination) {

    /**
     * Least squares of the median over the size.
     *
     * @param sizes of one contender; at least two different ones
     * @throws IllegalArgumentException if there are fewer
     */
    public static StraightLine of(List<Series> sizes) {
        if (sizes.stream().mapToLong(Series::size).distinct().count() < 2) {
            throw new IllegalArgumentException("no growth can be told from " + sizes.size() + " series");
        }
        SimpleRegression regression = new SimpleRegression();
        sizes.forEach(it -> regression.addData((double) it.size(), it.median()));
        return new StraightLine(regression.getIntercept(), regression.getSlope(), regression.getRSquare());
    }
}
