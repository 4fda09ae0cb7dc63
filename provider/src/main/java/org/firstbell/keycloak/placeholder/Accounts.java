package org.firstbell.keycloak.placeholder;

import java.util.Objects;
import java.util.Optional;
import org.firstbell.address.AddressRule;
import org.firstbell.address.EmailAddress;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds accounts by address, with the server's rule for when two addresses are the same.
 *
 * <p>Options, to be set alike in the LMS:
 *
 * <ul>
 *   <li>{@code --spi-firstbell--address--equivalent-domains}: pairs {@code domain=stands-for}, separated by commas; none
 *   <li>{@code --spi-firstbell--address--fold-gmail-dots}: {@code false}
 * </ul>
 */
public final class Accounts {

    private final AddressRule rule;

    private Accounts(AddressRule rule) {
        this.rule = rule;
    }

    /**
     * With the rule of the server's configuration.
     *
     * @throws IllegalArgumentException if that cannot be right; Keycloak does not start then
     */
    public static Accounts configured() {
        Config.Scope config = Config.scope("firstbell", "address");
        return new Accounts(
                AddressRule.of(config.get("equivalentDomains", ""), config.getBoolean("foldGmailDots", false)));
    }

    /** The rule by which this server compares addresses. */
    public AddressRule rule() {
        return rule;
    }

    /**
     * The account under an address, if there is one. Reads from Keycloak's users, federated ones included.
     *
     * @param address in the form under which the rule knows it
     */
    public Optional<UserModel> find(KeycloakSession session, RealmModel realm, EmailAddress address) {
        return rule.spellings(address).stream()
                .map(spelling -> session.users().getUserByEmail(realm, spelling.value()))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
