package org.firstbell.lms.enrolment;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a commit did.
 *
 * @param batch names it in the history of each grant it made
 * @param counts lines by verdict
 */
record CommitView(UUID batch, Map<Verdict, Long> counts, List<LineView> lines) {}
