package org.firstbell.realm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.firstbell.address.EmailAddress;

/**
 * A file of placeholders for the Admin Console: <i>Realm settings</i>, <i>Action</i>, <i>Partial import</i>.
 *
 * <p>Users who are made one by one get the realm's default roles; imported ones get those that the file names.
 */
final class PartialImport {

    private final String identityProvider;
    private final String defaultRole;
    private final ObjectNode file = JsonNodeFactory.instance.objectNode();
    private final ArrayNode users;

    /** @param identityProvider alias of the one that may claim */
    PartialImport(String realm, String identityProvider) {
        this.identityProvider = identityProvider;
        this.defaultRole = "default-roles-" + realm.toLowerCase(Locale.ROOT);
        file.put("ifResourceExists", "SKIP");
        users = file.putArray("users");
    }

    /** Adds somebody whose address is valid. */
    void add(RosterRow row) {
        String address = EmailAddress.parse(row.address()).value();
        ObjectNode user =
                users.addObject().put("username", address).put("email", address).put("enabled", false);
        putIfKnown(user, "firstName", row.firstName());
        putIfKnown(user, "lastName", row.lastName());
        user.putArray("realmRoles").add(defaultRole);
        user.putObject("attributes").putArray("firstbell.placeholder").add(identityProvider);
    }

    private static void putIfKnown(ObjectNode user, String field, String value) {
        if (!value.isEmpty()) {
            user.put(field, value);
        }
    }

    int size() {
        return users.size();
    }

    @Override
    public String toString() {
        return file.toPrettyString();
    }
}
