package org.firstbell.realm;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How a change is undone, as it is kept in the realm. The names are read again by later versions: add, rename none.
 *
 * <p>Undoing what somebody else has undone already does nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "undo")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "listener", value = EventListener.Removal.class),
    @JsonSubTypes.Type(name = "profile", value = PlaceholderAttribute.Removal.class),
    @JsonSubTypes.Type(name = "realm-role", value = RealmRoles.Removal.class),
    @JsonSubTypes.Type(name = "management-role", value = ManagePlaceholders.RoleRemoval.class),
    @JsonSubTypes.Type(name = "service-account-role", value = ManagePlaceholders.Withdrawal.class),
    @JsonSubTypes.Type(name = "client", value = LmsClients.Removal.class),
    @JsonSubTypes.Type(name = "events-url", value = LmsClients.EventsUrlReset.class),
    @JsonSubTypes.Type(name = "audience", value = LmsClients.AudienceRemoval.class),
    @JsonSubTypes.Type(name = "flow", value = ClaimFlow.Removal.class),
    @JsonSubTypes.Type(name = "binding", value = ClaimFlow.Unbinding.class),
})
interface Undo {

    /** What it takes away, in a few words. */
    String what();

    void undo(Realm realm);
}
