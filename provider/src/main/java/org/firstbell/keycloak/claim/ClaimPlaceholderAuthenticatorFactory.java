package org.firstbell.keycloak.claim;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firstbell.keycloak.placeholder.Accounts;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Offers the claim in the Admin Console, under <i>Authentication</i>, for first-broker-login flows.
 *
 * <p>Option: {@code --spi-authenticator--firstbell-claim-placeholder--sweep-interval-seconds}, the pause between two
 * looks for claims that were broken off; 60.
 */
public final class ClaimPlaceholderAuthenticatorFactory implements AuthenticatorFactory {

    /** Id of the authenticator in flows and realm files. */
    public static final String ID = "firstbell-claim-placeholder";

    /** Google Workspace domains whose members may claim; several are separated by {@code ##}. */
    public static final String HOSTED_DOMAINS = "hostedDomains";

    /** Whether the provider's <i>Trust email</i> is proof enough where the provider says nothing about the address. */
    public static final String ACCEPT_TRUST_EMAIL = "acceptTrustEmail";

    private final ClaimCompletion completion = new ClaimCompletion();

    private BrokenOffClaims brokenOff;
    private ClaimPlaceholderAuthenticator authenticator;

    static ClaimSettings settings(AuthenticationFlowContext context) {
        Map<String, String> config = Optional.ofNullable(context.getAuthenticatorConfig())
                .map(AuthenticatorConfigModel::getConfig)
                .orElse(Map.of());
        return ClaimSettings.of(
                Arrays.asList(Constants.CFG_DELIMITER_PATTERN.split(config.getOrDefault(HOSTED_DOMAINS, ""))),
                Boolean.parseBoolean(config.get(ACCEPT_TRUST_EMAIL)));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Firstbell: claim placeholder";
    }

    @Override
    public String getReferenceCategory() {
        return "claimPlaceholder";
    }

    @Override
    public String getHelpText() {
        return "Lets a person who signs in for the first time take over the placeholder that waits under their proven "
                + "e-mail address. Put it first in the first-broker-login flow, as an alternative.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(HOSTED_DOMAINS)
                .label("Hosted domains")
                .helpText(
                        "Only members of these Google Workspace domains may claim a placeholder (the ID token's claim "
                                + "\"hd\"). Empty: not checked.")
                .type(ProviderConfigProperty.MULTIVALUED_STRING_TYPE)
                .add()
                .property()
                .name(ACCEPT_TRUST_EMAIL)
                .label("Accept \"Trust email\" as proof")
                .helpText("For identity providers that never say whether an address is verified (SAML, for example): "
                        + "accept the provider's setting \"Trust email\" instead. Leave it off for Google.")
                .type(ProviderConfigProperty.BOOLEAN_TYPE)
                .defaultValue("false")
                .add()
                .build();
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        // Required would fail every login for which no placeholder waits.
        return new Requirement[] {Requirement.ALTERNATIVE, Requirement.DISABLED};
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return authenticator;
    }

    @Override
    public void init(Config.Scope config) {
        Duration sweepInterval = Duration.ofSeconds(config.getLong("sweepIntervalSeconds", 60L));
        brokenOff = new BrokenOffClaims(sweepInterval, Clock.systemUTC());
        authenticator = new ClaimPlaceholderAuthenticator(Accounts.configured(), new OpenClaims(Clock.systemUTC()));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(completion);
        factory.register(brokenOff);
    }

    @Override
    public void close() {}
}
