/** The People page in a real Chromium: what people see and do, told as stories. */
package org.firstbell.e2e.page;
