package org.firstbell.realm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a roster has what.
 *
 * <p>Known are the headers of Google Workspace's user export, OneRoster's {@code users.csv}, Entra's user export, and the
 * usual words of the four languages that Firstbell speaks. Without a header, the first cell with an {@code @} is the address.
 */
final class RosterColumns {

    private static final Set<String> ADDRESS = Set.of(
            "email",
            "emailaddress",
            "mail",
            "mailaddress",
            "primaryemail",
            "emailadresse",
            "mailadresse",
            "indirizzoemail",
            "correo",
            "correoelectronico",
            "correoelectr\u00f3nico");
    private static final Set<String> FIRST_NAME = Set.of("firstname", "givenname", "vorname", "nome", "nombre");
    private static final Set<String> LAST_NAME =
            Set.of("lastname", "familyname", "surname", "nachname", "cognome", "apellido", "apellidos");
    /** {@code Active} of Google, {@code active} of OneRoster, and others for who has left. */
    private static final Set<String> STATUS = Set.of("status");
    /** {@code true} of OneRoster, {@code True} of Entra. */
    private static final Set<String> ENABLED = Set.of("enableduser", "accountenabled");

    private final List<String> header;
    private final OptionalInt address;

    private RosterColumns(List<String> header, OptionalInt address) {
        this.header = header;
        this.address = address;
    }

    /**
     * Recognises the columns by the first row.
     *
     * @param addressColumn what the address's column is called; if not given, one of the known names
     * @throws RefusedException if there is a header, and no such column in it
     */
    static RosterColumns of(List<String> firstRow, Optional<String> addressColumn) {
        if (addressColumn.isEmpty() && firstRow.stream().anyMatch(cell -> cell.indexOf('@') >= 0)) {
            return new RosterColumns(List.of(), OptionalInt.empty());
        }
        List<String> header = firstRow.stream().map(RosterColumns::name).toList();
        Set<String> wanted = addressColumn.map(RosterColumns::name).map(Set::of).orElse(ADDRESS);
        OptionalInt address = column(header, wanted);
        if (address.isEmpty()) {
            throw new RefusedException("The file has no column "
                    + addressColumn.map(name -> '"' + name + '"').orElse("of addresses that is known by its name")
                    + ": say with --email-column which of these it is: " + String.join(", ", firstRow));
        }
        return new RosterColumns(header, address);
    }

    /** Whether the first row names columns, and is nobody. */
    boolean hasHeader() {
        return address.isPresent();
    }

    RosterRow row(int line, List<String> cells) {
        return new RosterRow(line, address(cells), cell(cells, FIRST_NAME), cell(cells, LAST_NAME), gone(cells));
    }

    private String address(List<String> cells) {
        if (address.isPresent()) {
            return at(cells, address.getAsInt());
        }
        return cells.stream()
                .filter(cell -> cell.indexOf('@') >= 0)
                .findFirst()
                .orElse(cells.get(0))
                .strip();
    }

    private Optional<String> gone(List<String> cells) {
        String status = cell(cells, STATUS);
        if (!status.isEmpty() && !status.equalsIgnoreCase("active")) {
            return Optional.of("status is " + status.toLowerCase(Locale.ROOT));
        }
        return cell(cells, ENABLED).equalsIgnoreCase("false")
                ? Optional.of("the account is not enabled")
                : Optional.empty();
    }

    private String cell(List<String> cells, Set<String> names) {
        OptionalInt column = column(header, names);
        return column.isPresent() ? at(cells, column.getAsInt()) : "";
    }

    private static String at(List<String> cells, int column) {
        return column < cells.size() ? cells.get(column).strip() : "";
    }

    private static OptionalInt column(List<String> header, Set<String> names) {
        return IntStream.range(0, header.size())
                .filter(i -> names.contains(header.get(i)))
                .findFirst();
    }

    /** {@code Email Address [Required]} is {@code emailaddress}. */
    private static String name(String cell) {
        return cell.replaceFirst("\\[.*]\\s*$", "").replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
    }
}
