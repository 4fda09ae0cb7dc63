package org.firstbell.e2e.browser;

/** Where a browser ends up, once there is no redirect to follow any more. */
public sealed interface Landing permits Page, Callback {}
