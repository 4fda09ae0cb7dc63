package org.firstbell.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.firstbell.bench.Row;
import org.firstbell.bench.Series;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;

/**
 * A row as a picture: curves over the size of the work where there are several sizes, bars where there is one. Medians, with
 * the quartiles as bars of error. The same row gives the same bytes on a machine with the same fonts.
 */
record Plot(Row row) {

    private static final int WIDTH = 840;
    private static final int HEIGHT = 400;
    /** The ratio beyond which the lesser of two bars could not be seen. */
    private static final double TOO_FAR_APART = 20;

    private static final Color CLEAR = new Color(0, 0, 0, 0);

    /** Told apart with any colour vision (Okabe and Ito's), on light and on dark. */
    private static final Color[] COLOURS = {
        new Color(0x009E73),
        new Color(0xD55E00),
        new Color(0x0072B2),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x999999)
    };

    static {
        System.setProperty("java.awt.headless", "true");
    }

    String svg(Shade shade) {
        return paint(row.grows() ? curves(shade) : bars(shade));
    }

    private XYChart curves(Shade shade) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(row.counted())
                .yAxisTitle(row.unit().symbol())
                .build();
        style(chart.getStyler(), shade);
        boolean logarithmic = row.series().stream().allMatch(it -> it.size() > 0);
        chart.getStyler().setXAxisLogarithmic(logarithmic).setYAxisLogarithmic(logarithmic);
        if (logarithmic) {
            showDecades(chart.getStyler());
        } else {
            chart.getStyler().setYAxisMin(0.0);
        }
        for (String contender : row.contenders()) {
            List<Series> sizes = row.of(contender);
            chart.addSeries(
                            contender,
                            sizes.stream().mapToDouble(Series::size).toArray(),
                            sizes.stream().mapToDouble(Series::median).toArray(),
                            sizes.stream().mapToDouble(Plot::halfOfTheMiddle).toArray())
                    .setMarker(SeriesMarkers.CIRCLE)
                    .setLineStyle(new BasicStroke(2));
        }
        return chart;
    }

    private CategoryChart bars(Shade shade) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("")
                .yAxisTitle(row.unit().symbol())
                .build();
        style(chart.getStyler(), shade);
        chart.getStyler().setAvailableSpaceFill(0.5);
        chart.getStyler().setLegendVisible(false);
        List<String> contenders = row.series().stream().map(Series::contender).toList();
        List<Double> medians = row.series().stream().map(Series::median).toList();
        if (medians().getMax() > TOO_FAR_APART * medians().getMin()) {
            chart.getStyler().setYAxisLogarithmic(true);
            showDecades(chart.getStyler());
            // XChart draws bars of error as on a linear axis, and thus many times too long.
            chart.addSeries(row.title(), contenders, medians);
        } else {
            chart.addSeries(
                    row.title(),
                    contenders,
                    medians,
                    row.series().stream().map(Plot::halfOfTheMiddle).toList());
        }
        return chart;
    }

    /** From the power of ten below the least median to the one above the largest: only such are labelled. */
    private void showDecades(AxesChartStyler styler) {
        styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(medians().getMin()))))
                .setYAxisMax(Math.pow(10, Math.ceil(Math.log10(medians().getMax()))));
    }

    private DoubleSummaryStatistics medians() {
        return row.series().stream().mapToDouble(Series::median).summaryStatistics();
    }

    /** Half of the distance between the quartiles, above and below the median. */
    private static double halfOfTheMiddle(Series series) {
        return (series.spread().upperQuartile() - series.spread().lowerQuartile()) / 2;
    }

    private static void style(AxesChartStyler styler, Shade shade) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setAxisTickLabelsFont(font)
                .setAxisTitleFont(font)
                .setAxisTickLabelsColor(shade.ink())
                .setAxisTickMarksColor(shade.ink())
                .setPlotGridLinesColor(shade.grid())
                // Dashes would be drawn as shapes, one by one.
                .setPlotGridLinesStroke(new BasicStroke(0.5F))
                .setErrorBarsColorSeriesColor(true);
        styler.setXAxisTitleColor(shade.ink());
        styler.setYAxisTitleColor(shade.ink());
        styler.setLegendFont(font)
                .setChartFontColor(shade.ink())
                .setChartBackgroundColor(CLEAR)
                .setLegendBackgroundColor(CLEAR)
                .setLegendBorderColor(CLEAR)
                .setPlotBackgroundColor(CLEAR)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideE)
                .setSeriesColors(COLOURS)
                .setChartTitleVisible(false);
    }

    private static String paint(Chart<?, ?> chart) {
        SVGGeneratorContext generator = SVGGeneratorContext.createDefault(emptyDocument());
        generator.setComment(null);
        // Letters are drawn as shapes: a tenth of a pixel is enough for them.
        generator.setPrecision(1);
        SVGGraphics2D graphics = new SVGGraphics2D(generator, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
        StringWriter svg = new StringWriter();
        try {
            graphics.stream(svg, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return svg.toString();
    }

    private static Document emptyDocument() {
        try {
            DOMImplementation dom =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
            return dom.createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
