/** Lists in pages. */
package org.firstbell.lms.paging;
