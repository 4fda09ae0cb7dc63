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
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.firstbell.lms.problem.Problem.Violation;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a {@link Problem}: one method for each origin of an error. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.getResponse();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response notSignedIn() {
        return Problem.of(ProblemType.NOT_SIGNED_IN, "A valid bearer token is needed.", List.of())
                .toResponse();
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response notAllowed() {
        return Problem.of(ProblemType.NOT_ALLOWED, null, List.of()).toResponse();
    }

    @ServerExceptionMapper
    Response violated(ConstraintViolationException e) {
        List<Violation> violations = e.getConstraintViolations().stream()
                .map(violation -> new Violation(field(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        return Problem.of(ProblemType.INVALID_INPUT, null, violations).toResponse();
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
                .map(type -> Problem.of(type, null, List.of()).toResponse())
                .orElseGet(e::getResponse);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        if (DatabaseOutage.isBehind(e)) {
            LOG.warnf("request refused for now, the database is away: %s", e.getMessage());
            return Problem.of(ProblemType.DATABASE_UNAVAILABLE, null, List.of()).toResponse();
        }
        UUID id = UUID.randomUUID();
        LOG.errorf(e, "request failed, error %s", id);
        return Problem.of(ProblemType.INTERNAL_ERROR, "Error " + id + " in the server's log.", List.of())
                .toResponse();
    }

    private static Response unreadable(JsonProcessingException e) {
        if (e.getCause() instanceof ProblemException ofTheBody) {
            return ofTheBody.getResponse();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problem.of(ProblemType.INVALID_INPUT, null, List.of(violation(mapping)))
                    .toResponse();
        }
        return Problem.of(ProblemType.MALFORMED_BODY, "The body is not the JSON expected here.", List.of())
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
        return new Violation(field.toString(), message(e));
    }

    private static String message(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "is not a field known here";
        }
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return Arrays.stream(format.getTargetType().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        return "is not of the type expected here";
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
