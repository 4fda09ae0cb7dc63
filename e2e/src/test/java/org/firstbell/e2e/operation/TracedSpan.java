package org.firstbell.e2e.operation;

import java.util.Optional;

/**
 * A span as it was exported.
 *
 * @param service who exported it
 * @param parent id of the span that it is part of
 */
record TracedSpan(String service, String traceId, String id, Optional<String> parent, String name) {}
