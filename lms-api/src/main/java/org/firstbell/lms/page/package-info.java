/** The People page: its files, and what the browser is told about them. Everything it shows comes from the API. */
package org.firstbell.lms.page;
