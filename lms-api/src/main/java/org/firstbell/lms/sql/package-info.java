/** What Hibernate's native queries need to be told. */
package org.firstbell.lms.sql;
