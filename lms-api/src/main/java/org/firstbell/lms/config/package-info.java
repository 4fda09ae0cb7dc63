/** How settings are read. */
package org.firstbell.lms.config;
