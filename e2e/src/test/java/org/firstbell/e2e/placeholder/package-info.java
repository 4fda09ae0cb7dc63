/** What is measured of placeholders. */
package org.firstbell.e2e.placeholder;
