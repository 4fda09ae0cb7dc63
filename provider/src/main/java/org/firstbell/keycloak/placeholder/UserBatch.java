package org.firstbell.keycloak.placeholder;

import jakarta.persistence.Tuple;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.GroupModel.GroupMemberJoinEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleModel.RoleGrantedEvent;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.adapter.InMemoryUserAdapter;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * The users of a realm for as long as a batch of placeholders is made: who was there before is read at once, and who is
 * added exists in memory until {@link #write} writes all of them together.
 *
 * <p>Keycloak itself validates and fills the new users, on a {@link #session()} that differs from the real one in its
 * users alone. On the real one it asks the database several times for each user, and flushes after each.
 */
final class UserBatch {

    private final KeycloakSession real;
    private final KeycloakSession session;
    private final UserProvider users;
    private final UserProfileProvider profiles;
    private final RealmModel realm;

    private final Set<String> asked;
    private final Map<String, UserModel> byEmail = new HashMap<>();
    private final Map<String, UserModel> byUsername = new HashMap<>();
    private final List<UserModel> added = new ArrayList<>();

    private UserBatch(KeycloakSession real, RealmModel realm, Collection<String> addresses) {
        this.real = real;
        this.realm = realm;
        this.asked = new HashSet<>(addresses);
        this.session = proxy(KeycloakSession.class, this::onSession);
        this.users = proxy(UserProvider.class, this::onUsers);
        this.profiles = real.getKeycloakSessionFactory()
                .getProviderFactory(UserProfileProvider.class)
                .create(session);
    }

    /**
     * Reads who has one of these addresses, for an address or for a user name. Takes two statements.
     *
     * @param addresses in lower case, as Keycloak stores them
     */
    static UserBatch read(KeycloakSession session, RealmModel realm, Collection<String> addresses) {
        UserBatch batch = new UserBatch(session, realm, addresses);
        if (!addresses.isEmpty()) {
            // Not one statement with an "or": PostgreSQL would read all of the realm for it.
            batch.read(UserModel.EMAIL);
            batch.read(UserModel.USERNAME);
        }
        return batch;
    }

    /** Its users are those of the batch; in everything else it is the session that the batch was read with. */
    KeycloakSession session() {
        return session;
    }

    /**
     * Writes the added users, and tells Keycloak's listeners of their roles and groups.
     *
     * @throws RuntimeException if somebody else has added one of them meanwhile
     */
    void write() {
        if (added.isEmpty()) {
            return;
        }
        // In the same order everywhere, so that two batches with the same people wait for each other once.
        added.sort(Comparator.comparing(UserModel::getUsername));
        UserRows rows = new UserRows(realm);
        added.forEach(rows::add);
        rows.write(real);
        added.forEach(this::announce);
        added.clear();
    }

    private void announce(UserModel user) {
        user.getRoleMappingsStream().forEach(role -> RoleGrantedEvent.fire(role, user, real));
        user.getGroupsStream().forEach(group -> GroupMemberJoinEvent.fire(group, user, real));
    }

    private void read(String column) {
        real.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(
                        "select u.id, u.username, u.email, a.value from UserEntity u"
                                + " left join u.attributes a on a.name = :marker"
                                + " where u.realmId = :realm and u." + column + " in :asked",
                        Tuple.class)
                .setParameter("marker", PlaceholderMarker.ATTRIBUTE)
                .setParameter("realm", realm.getId())
                .setParameter("asked", asked)
                .getResultStream()
                .forEach(this::know);
    }

    private void know(Tuple row) {
        UserModel user = new InMemoryUserAdapter(real, realm, row.get(0, String.class));
        user.setUsername(row.get(1, String.class));
        byUsername.put(user.getUsername(), user);
        Optional.ofNullable(row.get(2, String.class)).ifPresent(email -> {
            user.setEmail(email);
            byEmail.put(email, user);
        });
        Optional.ofNullable(row.get(3, String.class)).ifPresent(alias -> PlaceholderMarker.mark(user, alias));
    }

    private UserModel add(String username) {
        InMemoryUserAdapter user = new InMemoryUserAdapter(real, realm, KeycloakModelUtils.generateId());
        user.setUsername(username);
        user.addDefaults();
        realm.getRequiredActionProvidersStream()
                .filter(RequiredActionProviderModel::isEnabled)
                .filter(RequiredActionProviderModel::isDefaultAction)
                .map(RequiredActionProviderModel::getAlias)
                .forEach(user::addRequiredAction);
        added.add(user);
        byUsername.put(user.getUsername(), user);
        // A placeholder is named by its address.
        byEmail.put(user.getUsername(), user);
        return user;
    }

    /** What a proxy does when it is called. {@link InvocationHandler} would give it itself, too. */
    @FunctionalInterface
    private interface Behaviour {
        Object on(Method method, Object... arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        InvocationHandler handler =
                (itself, method, arguments) -> behaviour.on(method, arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(UserBatch.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object onSession(Method method, Object... arguments) throws Throwable {
        if (method.getName().equals("users")) {
            return users;
        }
        if (method.getName().equals("getProvider")
                && arguments.length == 1
                && arguments[0].equals(UserProfileProvider.class)) {
            return profiles;
        }
        return invoke(real, method, arguments);
    }

    private Object onUsers(Method method, Object... arguments) throws Throwable {
        return switch (method.getName()) {
            case "getUserByEmail" -> find(byEmail, method, arguments);
            case "getUserByUsername" -> find(byUsername, method, arguments);
            case "addUser" -> add((String) arguments[1]);
            default -> invoke(real.users(), method, arguments);
        };
    }

    private Object find(Map<String, UserModel> known, Method method, Object... arguments) throws Throwable {
        String key = ((String) arguments[1]).toLowerCase(Locale.ROOT);
        return asked.contains(key) ? known.get(key) : invoke(real.users(), method, arguments);
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
