/** The guides for school IT, followed command by command. */
package org.firstbell.e2e.guide;
