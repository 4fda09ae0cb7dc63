package org.firstbell.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Somebody who uses the LMS API with their own access token, or without one. */
public final class LmsClient {

    private final JsonHttp http = new JsonHttp();
    private final URI lms;
    private final Optional<String> accessToken;

    public LmsClient(URI lms, String accessToken) {
        this.lms = lms;
        this.accessToken = Optional.of(accessToken);
    }

    /** The same person, calling another instance of the LMS. */
    public LmsClient at(URI instance) {
        return new LmsClient(instance, accessToken.orElseThrow());
    }

    public Answer me() {
        return get("/api/me");
    }

    /** Creates a course and returns its id. */
    public String createCourse(String title) {
        return post("/api/courses", Map.of("title", title))
                .expect(201)
                .body()
                .required("id")
                .asText();
    }

    public Answer grant(String courseId, String email, List<String> allow, List<String> deny) {
        return send(
                "PUT",
                "/api/courses/" + courseId + "/privileges",
                Optional.of(Map.of("email", email, "allow", allow, "deny", deny)));
    }

    public Answer revoke(String courseId, String email) {
        return delete("/api/courses/" + courseId + "/privileges?" + JsonHttp.formEncoded(Map.of("email", email)));
    }

    /** The row of this address in the people list of a course. */
    public Optional<JsonNode> person(String courseId, String email) {
        JsonNode people = get("/api/courses/" + courseId + "/people?" + JsonHttp.formEncoded(Map.of("search", email)))
                .expect(200)
                .body()
                .required("people");
        for (JsonNode person : people) {
            if (person.at("/person/email").asText().equals(email)) {
                return Optional.of(person);
            }
        }
        return Optional.empty();
    }

    public Answer get(String path) {
        return send("GET", path, Optional.empty());
    }

    public Answer post(String path, Object body) {
        return send("POST", path, Optional.of(body));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, Optional.of(body));
    }

    public Answer delete(String path) {
        return send("DELETE", path, Optional.empty());
    }

    private Answer send(String method, String path, Optional<?> body) {
        return http.send(method, lms.resolve(path), accessToken, body);
    }
}
