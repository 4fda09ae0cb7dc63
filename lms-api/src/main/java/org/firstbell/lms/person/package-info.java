/** People: who calls, who has been here, and the directory of them. */
package org.firstbell.lms.person;
