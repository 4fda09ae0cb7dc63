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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;

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
    Optional<Explanation> whyInvalid(String kindName, String payload) {
        GrantKind<?> kind = kinds.get(kindName);
        if (kind == null) {
            return Optional.of(Sentence.KIND_UNKNOWN.with("kind", kindName));
        }
        try {
            Record read = json.readValue(payload, kind.payloadType());
            List<String> fields = validator.validate(read).stream()
                    .map(violation -> violation.getPropertyPath().toString())
                    .distinct()
                    .sorted()
                    .toList();
            return fields.isEmpty() ? Optional.empty() : Optional.of(notValid(fields));
        } catch (JsonMappingException e) {
            return Optional.of(notValid(e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .toList()));
        } catch (JsonProcessingException e) {
            return Optional.of(Sentence.CONTENT_UNREADABLE.plain());
        }
    }

    private static Explanation notValid(List<String> fields) {
        return Sentence.CONTENT_NOT_VALID.with("fields", fields);
    }
}
