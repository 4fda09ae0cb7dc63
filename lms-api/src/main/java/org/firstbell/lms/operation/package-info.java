/** What operators see of the service in their metrics. */
package org.firstbell.lms.operation;
