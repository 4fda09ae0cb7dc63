/** What is too short for {@link org.firstbell.bench.Turns} is measured by JMH. */
package org.firstbell.bench.jmh;
