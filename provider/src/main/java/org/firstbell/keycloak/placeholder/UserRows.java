package org.firstbell.keycloak.placeholder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;
import org.keycloak.models.jpa.entities.UserRoleMappingEntity;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.MembershipType;

/** The rows of users who have existed in memory only, as Keycloak would have written them one by one. */
final class UserRows {

    private static final Set<String> COLUMNS =
            Set.of(UserModel.USERNAME, UserModel.EMAIL, UserModel.FIRST_NAME, UserModel.LAST_NAME);

    private final RealmModel realm;
    private final List<UserEntity> users = new ArrayList<>();
    private final List<UserAttributeEntity> attributes = new ArrayList<>();
    private final List<UserRequiredActionEntity> requiredActions = new ArrayList<>();
    private final List<UserRoleMappingEntity> roles = new ArrayList<>();
    private final List<UserGroupMembershipEntity> groups = new ArrayList<>();

    UserRows(RealmModel realm) {
        this.realm = realm;
    }

    void add(UserModel user) {
        UserEntity row = new UserEntity();
        row.setId(user.getId());
        row.setRealmId(realm.getId());
        row.setUsername(user.getUsername());
        row.setEmail(user.getEmail(), realm.isDuplicateEmailsAllowed());
        row.setFirstName(user.getFirstName());
        row.setLastName(user.getLastName());
        row.setCreatedTimestamp(user.getCreatedTimestamp());
        row.setLastModifiedTimestamp(user.getCreatedTimestamp());
        row.setEnabled(user.isEnabled());
        row.setEmailVerified(user.isEmailVerified());
        users.add(row);
        user.getAttributes().forEach((name, values) -> {
            if (!COLUMNS.contains(name)) {
                values.stream().filter(Objects::nonNull).forEach(value -> addAttribute(row, name, value));
            }
        });
        user.getRequiredActionsStream().forEach(action -> addRequiredAction(row, action));
        user.getRoleMappingsStream().forEach(role -> addRole(row, role.getId()));
        user.getGroupsStream().forEach(group -> addGroup(row, group.getId()));
    }

    /** Writes all of them past the persistence context, which would look at each again at every flush. */
    void write(KeycloakSession session) {
        Session entities = session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class);
        entities.doWork(connection -> {
            try (StatelessSession rows = entities.getSessionFactory()
                    .withStatelessOptions()
                    .connection(connection)
                    .openStatelessSession()) {
                rows.setJdbcBatchSize(users.size());
                rows.insertMultiple(users);
                rows.insertMultiple(attributes);
                rows.insertMultiple(requiredActions);
                rows.insertMultiple(roles);
                rows.insertMultiple(groups);
            }
        });
    }

    private void addAttribute(UserEntity user, String name, String value) {
        UserAttributeEntity attribute = new UserAttributeEntity();
        attribute.setId(KeycloakModelUtils.generateId());
        attribute.setUser(user);
        attribute.setName(name);
        attribute.setValue(value);
        attributes.add(attribute);
    }

    private void addRequiredAction(UserEntity user, String action) {
        UserRequiredActionEntity requiredAction = new UserRequiredActionEntity();
        requiredAction.setUser(user);
        requiredAction.setAction(action);
        requiredActions.add(requiredAction);
    }

    private void addRole(UserEntity user, String roleId) {
        UserRoleMappingEntity role = new UserRoleMappingEntity();
        role.setUser(user);
        role.setRoleId(roleId);
        roles.add(role);
    }

    private void addGroup(UserEntity user, String groupId) {
        UserGroupMembershipEntity group = new UserGroupMembershipEntity();
        group.setUser(user);
        group.setGroupId(groupId);
        group.setMembershipType(MembershipType.UNMANAGED);
        groups.add(group);
    }
}
