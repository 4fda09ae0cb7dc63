package org.firstbell.e2e.placeholder;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** A school's LDAP directory, in which some people are already. */
final class LdapDirectory implements AutoCloseable {

    private static final String PEOPLE = "ou=people,dc=school,dc=example";

    private final InMemoryDirectoryServer server;

    LdapDirectory() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=school,dc=example");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("loopback", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.startListening();
        server.add("dn: dc=school,dc=example", "objectClass: domain", "dc: school");
        server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    }

    void add(String uid, String email) throws LDAPException, LDIFException {
        server.add(
                "dn: uid=" + uid + "," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid,
                "sn: " + uid,
                "mail: " + email);
    }

    /** The component with which a realm reads its users from here. */
    Map<String, Object> asUserFederation() {
        return Map.of(
                "name", "ldap",
                "providerId", "ldap",
                "providerType", "org.keycloak.storage.UserStorageProvider",
                "config",
                        Map.ofEntries(
                                setting("enabled", "true"),
                                setting("vendor", "other"),
                                setting("editMode", "READ_ONLY"),
                                setting("importEnabled", "true"),
                                setting("authType", "none"),
                                setting("connectionUrl", "ldap://localhost:" + server.getListenPort()),
                                setting("usersDn", PEOPLE),
                                setting("userObjectClasses", "inetOrgPerson"),
                                setting("usernameLDAPAttribute", "uid"),
                                setting("rdnLDAPAttribute", "uid"),
                                setting("uuidLDAPAttribute", "entryUUID")));
    }

    private static Map.Entry<String, List<String>> setting(String name, String value) {
        return Map.entry(name, List.of(value));
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
