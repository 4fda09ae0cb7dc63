package org.firstbell.lms.grant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows every kind of grant, and writes, reads and checks what grants of it give. */
@Singleton
class GrantPayloads {

    /** By name: whoever ends grants of all kinds locks their rows in one order. */
    private final SortedMap<String, GrantKind<?>> kinds;

    private final ObjectMapper json;
    private final Validator validator;

    GrantPayloads(@All List<GrantKind<?>> kinds, ObjectMapper json, Validator validator) {
        this.kinds = new TreeMap<>(kinds.stream().collect(Collectors.toMap(GrantKind::name, Function.identity())));
        this.json = json;
        this.validator = validator;
    }

    Collection<GrantKind<?>> kinds() {
        return kinds.values();
    }

    GrantKind<?> kind(String name) {
        return kinds.get(name);
    }

    /** @throws ConstraintViolationException if the payload must not be stored */
    <P extends Record> String write(P payload) {
        Set<ConstraintViolation<P>> violations = validator.validate(payload);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload of " + payload.getClass() + " cannot be written", e);
        }
    }

    /** {@return the payload, or empty if it is not valid any more} */
    <P extends Record> Optional<P> read(GrantKind<P> kind, String payload) {
        try {
            P read = json.readValue(payload, kind.payloadType());
            return validator.validate(read).isEmpty() ? Optional.of(read) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks a stored payload against what is valid today.
     *
     * @return for an administrator, why it cannot be attached; empty if it can
     */
    Optional<String> whyInvalid(String kindName, String payload) {
        GrantKind<?> kind = kinds.get(kindName);
        if (kind == null) {
            return Optional.of("There are no grants of the kind " + kindName + " any more.");
        }
        try {
            Record read = json.readValue(payload, kind.payloadType());
            return validator.validate(read).stream()
                    .map(violation -> violation.getPropertyPath() + " " + violation.getMessage() + ".")
                    .sorted()
                    .reduce((first, second) -> first + " " + second);
        } catch (JsonMappingException e) {
            return Optional.of(e.getPathReference() + " is not valid any more.");
        } catch (JsonProcessingException e) {
            return Optional.of("The payload cannot be read.");
        }
    }
}
