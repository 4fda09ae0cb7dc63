/** Turns the rows that were measured into a page that tells of them. */
package org.firstbell.bench.report;
