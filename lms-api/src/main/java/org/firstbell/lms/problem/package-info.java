/** How every error of this API looks, and what is refused before any feature sees it. */
package org.firstbell.lms.problem;
