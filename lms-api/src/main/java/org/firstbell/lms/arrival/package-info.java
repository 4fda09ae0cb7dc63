/** People coming and going: the one place where a person appears, is given what waited, and is forgotten. */
package org.firstbell.lms.arrival;
