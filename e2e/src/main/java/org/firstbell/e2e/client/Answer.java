package org.firstbell.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Arrays;

/**
 * What a server answered.
 *
 * @param request method and URL asked, for messages
 * @param body JSON; a missing node if the answer has no JSON body
 */
public record Answer(String request, int status, HttpHeaders headers, JsonNode body) {

    /**
     * Insists on one of these statuses.
     *
     * @return this answer
     * @throws UnmetExpectationException if it has another one
     */
    public Answer expect(int... statuses) {
        if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
            throw new UnmetExpectationException(
                    request + " answered " + status + " instead of " + Arrays.toString(statuses) + ": " + body);
        }
        return this;
    }
}
