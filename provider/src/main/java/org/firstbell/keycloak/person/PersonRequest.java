package org.firstbell.keycloak.person;

import java.util.List;

/**
 * The body of {@code POST …/firstbell/people}.
 *
 * @param emails addresses of people; absent for none
 * @param userIds ids of people; absent for none
 */
record PersonRequest(List<String> emails, List<String> userIds) {

    static final int MOST = 1_000;

    PersonRequest {
        emails = emails == null ? List.of() : emails;
        userIds = userIds == null ? List.of() : userIds;
    }

    int size() {
        return emails.size() + userIds.size();
    }
}
