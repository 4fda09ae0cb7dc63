package org.firstbell.lms.course;

import static org.assertj.core.api.Assertions.assertThat;

import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.Someone;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;

@LmsTest
class MeResourceTest {

    TestRealm realm;

    @Test
    void namesTheRolesThatMeanSomethingHere() {
        Someone someone = Someone.anybody().withRoles("lms-admin", "offline_access", "teacher");

        assertThat(Api.as(someone, realm).get("/api/me").json().path("roles"))
                .hasToString("[\"teacher\",\"lms-admin\"]");
        assertThat(Api.as(Someone.anybody(), realm).get("/api/me").json().path("roles"))
                .isEmpty();
    }
}
