/** What operators see of the running system: metrics, traces, logs. */
package org.firstbell.e2e.operation;
