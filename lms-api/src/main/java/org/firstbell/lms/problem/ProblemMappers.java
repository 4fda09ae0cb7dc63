package org.firstbell.lms.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firstbell.lms.explanation.Explanation;
import org.firstbell.lms.explanation.Sentence;
import org.firstbell.lms.problem.Problem.Violation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a {@link Problem}: one method for each origin of an error. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** What those constraints say that are in use. */
    static final Map<Class<? extends Annotation>, Sentence> SENTENCES = Map.of(
            NotNull.class, Sentence.MUST_BE_THERE,
            NotBlank.class, Sentence.MUST_NOT_BE_BLANK,
            Size.class, Sentence.SIZE_FROM_TO,
            Pattern.class, Sentence.WRONG_FORM,
            PlainText.class, Sentence.CONTROL_CHARACTERS);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.getResponse();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response notSignedIn() {
        return Problem.of(ProblemType.NOT_SIGNED_IN, Sentence.TOKEN_NEEDED.plain())
                .toResponse();
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response notAllowed() {
        return Problem.of(ProblemType.NOT_ALLOWED).toResponse();
    }

    @ServerExceptionMapper
    Response violated(ConstraintViolationException e) {
        List<Violation> violations = e.getConstraintViolations().stream()
                .map(violation -> new Violation(field(violation), violation.getMessage(), explanation(violation)))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        return Problem.of(violations).toResponse();
    }

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e) {
        return unreadable(e);
    }

    @ServerExceptionMapper
    Response fromJaxRs(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException unreadable) {
            return unreadable(unreadable);
        }
        int status = e.getResponse().getStatus();
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status)
                .filter(type -> type != ProblemType.INVALID_INPUT)
                .findFirst()
                .map(type -> Problem.of(type).toResponse())
                .orElseGet(e::getResponse);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        if (DatabaseOutage.isBehind(e)) {
            LOG.warnf("request refused for now, the database is away: %s", e.getMessage());
            return Problem.of(ProblemType.DATABASE_UNAVAILABLE).toResponse();
        }
        UUID id = UUID.randomUUID();
        LOG.errorf(e, "request failed, error %s", id);
        return Problem.of(ProblemType.INTERNAL_ERROR, Sentence.LOGGED.with("id", id.toString()))
                .toResponse();
    }

    private static Response unreadable(JsonProcessingException e) {
        if (e.getCause() instanceof ProblemException ofTheBody) {
            return ofTheBody.getResponse();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problem.of(List.of(violation(mapping))).toResponse();
        }
        return Problem.of(ProblemType.MALFORMED_BODY, Sentence.NOT_THE_JSON.plain())
                .toResponse();
    }

    private static Violation violation(JsonMappingException e) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return Violation.of(field.toString(), explanation(e));
    }

    private static Explanation explanation(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return Sentence.UNKNOWN_FIELD.plain();
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return Sentence.ONE_OF.with(
                    "values",
                    Arrays.stream(format.getTargetType().getEnumConstants())
                            .map(Object::toString)
                            .toList());
        }
        return Sentence.WRONG_TYPE.plain();
    }

    /** {@return what the violated constraint says; null for one that nobody has thought of} */
    private static Explanation explanation(ConstraintViolation<?> violation) {
        ConstraintDescriptor<?> constraint = violation.getConstraintDescriptor();
        Sentence sentence = SENTENCES.get(constraint.getAnnotation().annotationType());
        return sentence == null
                ? null
                : sentence.with(sentence.parameters().stream()
                        .collect(Collectors.toMap(
                                name -> name, name -> constraint.getAttributes().get(name))));
    }

    /** The path below the method's parameter, or the parameter itself: {@code put.request.email} is {@code email}. */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                if (node.getIndex() != null) {
                    field.append('[').append(node.getIndex()).append(']');
                }
                if (node.getKind() == ElementKind.PROPERTY) {
                    field.append(field.isEmpty() ? "" : ".").append(node.getName());
                }
            }
        }
        return field.isEmpty() ? parameter : field.toString();
    }
}
