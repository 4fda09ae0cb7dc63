package org.firstbell.e2e.browser;

import java.net.URI;

/** One request of a browser and the status of its answer; the steps of a redirection are visits of their own. */
public record Visit(String method, URI uri, int status) {}
