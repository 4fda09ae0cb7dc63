/**
 * The nouns of measuring: {@link org.firstbell.bench.Turns} in which contenders do the same work, the
 * {@link org.firstbell.bench.Series} of values that come of it, the {@link org.firstbell.bench.Goal} they are held
 * against, and the {@link org.firstbell.bench.Row} that keeps all of it.
 *
 * <p>Knows nothing of what is measured.
 */
package org.firstbell.bench;
