package org.firstbell.lms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.firstbell.lms.testing.Api;
import org.firstbell.lms.testing.LmsTest;
import org.firstbell.lms.testing.TestRealm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@LmsTest
class BreakingChangesTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final String BEFORE = """
            paths:
              /things/{id}:
                parameters:
                - {name: id, in: path, required: true, schema: {type: string}}
                get:
                  security: [{}]
                  parameters:
                  - {name: limit, in: query, schema: {type: integer, maximum: 200}}
                  responses:
                    "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}
                    "404": {description: gone}
                put:
                  requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/NewThing"}}}}
                  responses:
                    "204": {description: done}
            components:
              schemas:
                Thing:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    size: {type: integer, format: int64}
                    colour: {type: string, enum: [red, green]}
                    parts: {type: array, items: {$ref: "#/components/schemas/Thing"}}
                NewThing:
                  type: object
                  required: []
                  properties:
                    newName: {type: string, maxLength: 200}
                    newColour: {type: string, enum: [red, green]}
                    newSign: {allOf: [{minLength: 1}]}
            """;

    TestRealm realm;

    static Stream<Arguments> breaks() {
        return Stream.of(
                arguments("/things/{id}:", "/other/{id}:", "get /things/{id}: gone"),
                arguments("put:", "patch:", "put /things/{id}: gone"),
                arguments("\"404\":", "\"405\":", "404: gone"),
                arguments("security: [{}]", "security: [{keycloak: []}]", "needs a token now"),
                arguments("name: limit,", "name: most,", "query limit: gone"),
                arguments("name: limit,", "name: limit, required: true,", "query limit: required now"),
                arguments("maximum: 200", "maximum: 100", "maximum is lower now"),
                arguments("requestBody: {", "requestBody: {required: true, ", "a body is required now"),
                arguments("{content: {application/json:", "{content: {text/xml:", "200 as application/json: gone"),
                arguments("size:", "weight:", ".size: gone"),
                arguments("size: {type: integer,", "size: {type: string,", ".size: is [string] now, was [integer]"),
                arguments("size: {type: integer,", "size: {type: [integer, 'null'],", ".size: is [integer, null] now"),
                arguments("format: int64", "format: int32", ".size: has another format now"),
                arguments("required: [name]", "required: []", ".name: not always there any more"),
                arguments(
                        "items: {$ref: \"#/components/schemas/Thing\"}",
                        "items: {type: string}",
                        ".parts[]: is [string]"),
                arguments("newName:", "name:", ".newName: gone"),
                arguments(
                        "{type: string, maxLength: 200}", "{type: integer, maxLength: 200}", ".newName: is [integer]"),
                arguments("maxLength: 200", "maxLength: 100", "maxLength is lower now"),
                arguments("maxLength: 200", "maxLength: 200, minLength: 1", "minLength is higher now"),
                arguments("maxLength: 200", "maxLength: 200, pattern: x", "has another pattern now"),
                arguments("maxLength: 200", "maxLength: 200, enum: [a]", "takes certain values only now"),
                arguments("enum: [red, green]", "enum: [red]", "no longer knows [green]"),
                arguments("required: []", "required: [newName]", ".newName: required now"),
                arguments("allOf: [{minLength: 1}]", "allOf: [{minLength: 2}]", "minLength is higher now"),
                arguments("allOf: [{minLength: 1}]", "allOf: []", "allOf has other parts now"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void areFound(String before, String now, String complaint) {
        assertThat(BEFORE).contains(before);

        assertThat(BreakingChanges.between(yaml(BEFORE), yaml(BEFORE.replace(before, now))))
                .anyMatch(found -> found.contains(complaint));
    }

    static Stream<Arguments> additions() {
        return Stream.of(
                arguments("enum: [red, green]", "enum: [red, green, blue]"),
                arguments("maxLength: 200", "maxLength: 300"),
                arguments("maximum: 200", "maximum: 300"),
                arguments("required: [name]", "required: [name, size]"),
                arguments("\"404\":", "\"429\": {description: later}\n        \"404\":"),
                arguments("size:", "weight: {type: integer}\n        size:"),
                arguments("newName:", "newSize: {type: integer}\n        newName:"),
                arguments("put:", "delete: {responses: {}}\n    put:"));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void areNotWhatCallersMustPutUpWith(String before, String now) {
        assertThat(BEFORE).contains(before);

        assertThat(BreakingChanges.between(yaml(BEFORE), yaml(BEFORE.replace(before, now))))
                .isEmpty();
    }

    /** Who means to break it copies the current document over the promise, in a new version. */
    @Test
    void areNotMadeToWhatWasReleased() throws IOException {
        JsonNode released = YAML.readTree(
                Path.of("../docs/lms-developers/openapi-released.yaml").toFile());
        JsonNode served = Api.anonymously(realm).get("/q/openapi?format=json").json();

        assertThat(released.path("paths").size()).isPositive();
        assertThat(BreakingChanges.between(released, served)).isEmpty();
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
