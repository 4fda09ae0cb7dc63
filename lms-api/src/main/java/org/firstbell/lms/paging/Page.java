package org.firstbell.lms.paging;

import java.util.List;
import java.util.function.Function;

/**
 * Some rows of a longer list.
 *
 * @param next where the following page begins; null if there is none
 */
public record Page<T>(List<T> rows, Cursor next) {

    /**
     * Cuts a page from one row more than it may have, which is how a query finds out whether there are more.
     *
     * @param found at most {@code limit + 1} rows
     * @param position the cursor at a row
     */
    public static <T> Page<T> cut(List<T> found, PageLimit limit, Function<T, Cursor> position) {
        if (found.size() <= limit.rows()) {
            return new Page<>(found, null);
        }
        List<T> rows = found.subList(0, limit.rows());
        return new Page<>(rows, position.apply(rows.get(rows.size() - 1)));
    }
}
