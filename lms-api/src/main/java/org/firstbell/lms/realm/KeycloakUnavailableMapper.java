package org.firstbell.lms.realm;

import jakarta.ws.rs.core.Response;
import org.firstbell.lms.problem.ProblemException;
import org.firstbell.lms.problem.ProblemType;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

final class KeycloakUnavailableMapper {

    private static final Logger LOG = Logger.getLogger(KeycloakUnavailableMapper.class);

    @ServerExceptionMapper
    Response unavailable(KeycloakUnavailableException e) {
        LOG.warnf("request refused for now: %s", e.getMessage());
        return new ProblemException(ProblemType.KEYCLOAK_UNAVAILABLE).getResponse();
    }
}
