/** Getting placeholders for people who wait for nothing but to sign in; never in a teacher's way. */
package org.firstbell.lms.provisioning;
