package org.firstbell.keycloak.claim;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firstbell.address.EmailAddress;
import org.firstbell.keycloak.placeholder.Accounts;
import org.firstbell.keycloak.placeholder.PlaceholderLock;
import org.firstbell.keycloak.placeholder.PlaceholderMarker;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.ErrorPage;
import org.keycloak.storage.StorageId;

/**
 * Lets the right person take over the placeholder that waits under their address.
 *
 * <p>Stands first, as an alternative, in a realm's first-broker-login flow. It either claims, or shows a page that says
 * why not, or steps aside because no placeholder waits.
 */
final class ClaimPlaceholderAuthenticator extends AbstractIdpAuthenticator {

    /** Error of the event that a denial leaves; its detail {@code reason} is {@link ClaimDecision#reason()}. */
    static final String CLAIM_DENIED = "placeholder_claim_denied";

    /** Key of the message that gives no reason. */
    static final String DENIED_MESSAGE = "firstbellClaimDenied";

    private static final Logger LOG = Logger.getLogger(ClaimPlaceholderAuthenticator.class);

    private final Accounts accounts;
    private final OpenClaims openClaims;

    ClaimPlaceholderAuthenticator(Accounts accounts, OpenClaims openClaims) {
        this.accounts = accounts;
        this.openClaims = openClaims;
    }

    @Override
    protected void authenticateImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext brokered) {
        Optional<EmailAddress> email = accounts.rule().tryParse(brokered.getEmail());
        if (email.isEmpty()) {
            context.attempted();
            return;
        }
        BrokeredIdentity identity = identity(context, brokered, email.get());
        if (context.getRealm().isDuplicateEmailsAllowed()) {
            LOG.warnf(
                    "realm %s allows duplicate e-mails, so no placeholder is claimed",
                    context.getRealm().getName());
            stepAside(context, identity);
            return;
        }
        Optional<UserModel> placeholder = accounts.find(context.getSession(), context.getRealm(), email.get())
                .filter(user -> isLockedPlaceholder(context.getSession(), user));
        ClaimDecision decision = decide(context, identity, placeholder.map(it -> account(context, it)));
        switch (decision) {
            case CLAIM -> claim(context, serialized, placeholder.orElseThrow());
            case NOT_OURS -> stepAside(context, identity);
            default -> deny(context, placeholder.orElseThrow(), decision);
        }
    }

    /**
     * Whether the user is a placeholder, which nobody else can change then until the end of this transaction. Most are
     * disabled: these are locked at once, as what is read before would have to be read again. Enabled is one whose claim
     * is open.
     */
    private static boolean isLockedPlaceholder(KeycloakSession session, UserModel user) {
        if (user.isEnabled() && PlaceholderMarker.claimableBy(user).isEmpty()) {
            return false;
        }
        PlaceholderLock.take(session, user);
        return PlaceholderMarker.claimableBy(user).isPresent();
    }

    private static ClaimDecision decide(
            AuthenticationFlowContext context, BrokeredIdentity identity, Optional<Account> placeholder) {
        ClaimSettings settings;
        try {
            settings = ClaimPlaceholderAuthenticatorFactory.settings(context);
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    "realm %s, settings of %s: %s; nobody can claim until that is mended",
                    context.getRealm().getName(), ClaimPlaceholderAuthenticatorFactory.ID, e.getMessage());
            return placeholder.isPresent() ? ClaimDecision.MISCONFIGURED : ClaimDecision.NOT_OURS;
        }
        return new ClaimPolicy(settings).decide(identity, placeholder);
    }

    @Override
    protected void actionImpl(
            AuthenticationFlowContext context,
            SerializedBrokeredIdentityContext serialized,
            BrokeredIdentityContext brokered) {
        // Its pages are final. Whoever submits something all the same is decided about anew, not let past.
        authenticateImpl(context, serialized, brokered);
    }

    /**
     * Does what Keycloak does for somebody who registers. The link, the import mappers and the {@code REGISTER} event
     * follow in the next request, because of the note {@code BROKER_REGISTERED_NEW_USER}; until then the marker stays,
     * so that a login that breaks off here can be made again.
     */
    private void claim(
            AuthenticationFlowContext context, SerializedBrokeredIdentityContext serialized, UserModel user) {
        openClaims.open(context.getSession(), context.getRealm(), user);
        for (Map.Entry<String, List<String>> attribute :
                serialized.getAttributes().entrySet()) {
            if (isTakenFromProvider(attribute.getKey())) {
                user.setAttribute(attribute.getKey(), attribute.getValue());
            }
        }
        user.setEnabled(true);

        context.getAuthenticationSession().setAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER, "true");
        context.getAuthenticationSession().setAuthNote(ClaimCompletion.CLAIMED_USER_NOTE, user.getId());
        context.setUser(user);
        context.success();
    }

    /** Leaves the person to the rest of the flow, which may create a user; see {@link ClaimedAddressListener}. */
    private static void stepAside(AuthenticationFlowContext context, BrokeredIdentity identity) {
        if (identity.verificationIsMisplaced()) {
            context.getAuthenticationSession().setAuthNote(ClaimedAddressListener.UNPROVEN_NOTE, "true");
        }
        context.attempted();
    }

    /** The address is the one that was compared, the user name the one the placeholder was given, the marker ours. */
    private static boolean isTakenFromProvider(String attribute) {
        return !UserModel.USERNAME.equalsIgnoreCase(attribute)
                && !UserModel.EMAIL.equalsIgnoreCase(attribute)
                && !PlaceholderMarker.ATTRIBUTE.equalsIgnoreCase(attribute);
    }

    /**
     * A <i>failure challenge</i> ends the flow here. A plain failure of an alternative would let Keycloak go on to the
     * next alternative; and so would the form <i>Try another way</i>, which the flow's own pages offer whenever there
     * is one. Hence a page that does not belong to the flow, and gives away no session code to act in it.
     *
     * <p>The event is a copy, because Keycloak sends the flow's own event once more with the page.
     */
    private static void deny(AuthenticationFlowContext context, UserModel user, ClaimDecision decision) {
        context.getEvent()
                .clone()
                .user(user)
                .detail(Details.REASON, decision.reason())
                .error(CLAIM_DENIED);
        Response page = ErrorPage.error(
                context.getSession(),
                context.getAuthenticationSession(),
                Response.Status.FORBIDDEN,
                messageKey(decision));
        context.failureChallenge(AuthenticationFlowError.ACCESS_DENIED, page);
    }

    private static String messageKey(ClaimDecision decision) {
        return switch (decision) {
            case EMAIL_NOT_VERIFIED -> "firstbellEmailNotVerified";
            case HOSTED_DOMAIN -> "firstbellHostedDomain";
            default -> DENIED_MESSAGE;
        };
    }

    private BrokeredIdentity identity(
            AuthenticationFlowContext context, BrokeredIdentityContext brokered, EmailAddress email) {
        return new BrokeredIdentity(
                brokered.getIdpConfig().getAlias(),
                brokered.getIdpConfig().isEnabled(),
                Boolean.TRUE.equals(brokered.getIdpConfig().isTrustEmail()),
                email,
                ClaimCompletion.emailEdited(context.getAuthenticationSession()),
                idToken(brokered).map(new IdTokenReader(accounts.rule())::read));
    }

    private static Optional<JsonWebToken> idToken(BrokeredIdentityContext brokered) {
        return Optional.ofNullable(brokered.getContextData().get(OIDCIdentityProvider.VALIDATED_ID_TOKEN))
                .map(JsonWebToken.class::cast);
    }

    private static Account account(AuthenticationFlowContext context, UserModel user) {
        boolean local = StorageId.isLocalStorage(user.getId()) && !user.isFederated();
        Ties ties = local ? Ties.of(context.getSession(), user) : Ties.UNKNOWN;
        return new Account(
                PlaceholderMarker.claimableBy(user).orElseThrow(),
                local,
                user.getServiceAccountClientLink() != null,
                ties.links() > 0,
                !OpenClaims.isOpen(user) && ties.credentials() > 0);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }
}
