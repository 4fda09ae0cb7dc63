package org.firstbell.lms.problem;

import java.net.URI;

/** The kinds of problem that callers can tell apart. The slugs are promises: add, never change. */
public enum ProblemType {
    INVALID_INPUT("invalid-input", 400, "The request is not valid"),
    MALFORMED_BODY("malformed-body", 400, "The body cannot be read"),
    NOT_SIGNED_IN("not-signed-in", 401, "Sign in first"),
    NOT_ALLOWED("not-allowed", 403, "You may not do this"),
    PRIVILEGE_NOT_HELD("privilege-not-held", 403, "You cannot give what you do not hold"),
    OWN_PRIVILEGES("own-privileges", 403, "Nobody changes their own privileges"),
    OWNERS_PRIVILEGES("owners-privileges", 403, "The owner of a course has all privileges, always"),
    ACCOUNT_DELETED("account-deleted", 403, "This account has been deleted"),
    NOT_FOUND("not-found", 404, "There is nothing here"),
    COURSE_NOT_FOUND("course-not-found", 404, "No such course, or not one of yours"),
    PERSON_NOT_FOUND("person-not-found", 404, "No such person"),
    GRANT_NOT_FOUND("grant-not-found", 404, "There is no such grant"),
    PLAN_NOT_FOUND("plan-not-found", 404, "No such plan, or it has expired"),
    BATCH_NOT_FOUND("batch-not-found", 404, "No such batch, or it has enrolled nobody"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This cannot be done here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "The answer cannot be given in this form"),
    PLAN_HAS_INVALID_LINES("plan-has-invalid-lines", 409, "The plan has lines that cannot be applied"),
    GRANT_EXISTS("grant-exists", 409, "Something of this kind waits for that address already"),
    RECONCILIATION_RUNNING("reconciliation-running", 409, "Somebody else is doing this right now"),
    CHANGED_MEANWHILE("changed-meanwhile", 412, "Somebody else has changed this meanwhile"),
    BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body is of a type that is not understood here"),
    TOO_MANY_STREAMS("too-many-streams", 429, "Too many event streams at once"),
    INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side"),
    KEYCLOAK_UNAVAILABLE("keycloak-unavailable", 503, "The sign-in service cannot be reached"),
    DATABASE_UNAVAILABLE("database-unavailable", 503, "The database cannot be reached");

    private final URI uri;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.uri = URI.create("https://firstbell.org/problems/" + slug);
        this.status = status;
        this.title = title;
    }

    URI uri() {
        return uri;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
