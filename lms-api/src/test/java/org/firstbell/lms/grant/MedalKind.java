package org.firstbell.lms.grant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A third kind of grant: all that it takes, but for its table. */
@ApplicationScoped
class MedalKind implements GrantKind<MedalKind.Medal> {

    record Medal(@NotBlank @Size(max = 20) String title) {}

    @Override
    public String name() {
        return "medal";
    }

    @Override
    public Class<Medal> payloadType() {
        return Medal.class;
    }

    @Override
    public String table() {
        return "medal";
    }

    @Override
    public String givenWith() {
        return "manage_privileges";
    }

    @Override
    public String attach(String grants) {
        return """
                insert into medal (course_id, person_id, grant_id, title)
                select course_id, person_id, id, payload ->> 'title' from %s
                """.formatted(grants);
    }
}
