package org.firstbell.realm;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.firstbell.address.EmailAddress;
import org.firstbell.address.InvalidEmailAddressException;

/** Finds the rows about which nobody needs to be asked. To be given the rows of a file one after the other. */
final class RosterCheck {

    private final Map<EmailAddress, Integer> lines = new HashMap<>();

    /** What becomes of a row; empty for one that is to have a placeholder. */
    Optional<RosterResult> verdict(RosterRow row) {
        if (row.gone().isPresent()) {
            return Optional.of(
                    new RosterResult(row, RosterVerdict.LEFT_OUT, row.gone().get()));
        }
        if (row.address().isEmpty()) {
            return Optional.of(new RosterResult(row, RosterVerdict.LEFT_OUT, "has no address"));
        }
        try {
            Integer earlier = lines.putIfAbsent(EmailAddress.parse(row.address()), row.line());
            return Optional.ofNullable(earlier)
                    .map(line -> new RosterResult(row, RosterVerdict.DUPLICATE, "as in line " + line));
        } catch (InvalidEmailAddressException e) {
            return Optional.of(new RosterResult(row, RosterVerdict.INVALID, e.getMessage()));
        }
    }
}
