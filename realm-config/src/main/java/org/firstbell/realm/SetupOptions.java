package org.firstbell.realm;

import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** How the realm is to be in the end. */
final class SetupOptions {

    @Option(
            names = "--identity-provider",
            required = true,
            paramLabel = "<alias>",
            description = "Through which people sign in;" + " may be given several times")
    private List<String> identityProviders;

    @Option(
            names = "--lms-url",
            required = true,
            paramLabel = "<url>",
            description = "The LMS's address, such as https://lms.school.example")
    private URI lms;

    @Option(
            names = "--hosted-domain",
            paramLabel = "<domain>",
            description = "Google Workspace domain whose members may claim;"
                    + " may be given several times; without it, all may")
    private List<String> hostedDomains = List.of();

    @Option(
            names = "--lms-client",
            defaultValue = "lms-api",
            paramLabel = "<id>",
            description = "Client that receives events and asks for" + " placeholders (${DEFAULT-VALUE})")
    private String lmsClient;

    @Option(
            names = "--web-client",
            defaultValue = "lms-web",
            paramLabel = "<id>",
            description = "Client through which people sign in to the" + " LMS (${DEFAULT-VALUE})")
    private String webClient;

    /** In the order in which they need each other. */
    List<Part> parts() {
        Template template = new Template(lms);
        return List.of(
                new EventListener(),
                new PlaceholderAttribute(template),
                new RealmRoles(template),
                new LmsClients(template, lmsClient, webClient),
                new ManagePlaceholders(lmsClient),
                new ClaimFlow(identityProviders, hostedDomains));
    }
}
