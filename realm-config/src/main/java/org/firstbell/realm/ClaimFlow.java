package org.firstbell.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * First-broker-login flows that begin with the claim, and the identity providers that use them.
 *
 * <p>A realm's own flow is left as it is. One of ours offers the claim or, to whom that does not concern, a copy of it: as
 * alternatives in a flow that holds nothing else, since Keycloak ignores alternatives that stand beside required steps.
 */
final class ClaimFlow implements Part {

    private static final String CLAIM = "firstbell-claim-placeholder";
    private static final String OVERRIDE = "firstBrokerLoginFlowAlias";

    private final Collection<String> identityProviders;
    private final Collection<String> hostedDomains;

    /**
     * @param identityProviders aliases, at least one
     * @param hostedDomains Google Workspace domains whose members may claim; none: all may
     */
    ClaimFlow(Collection<String> identityProviders, Collection<String> hostedDomains) {
        this.identityProviders = identityProviders;
        this.hostedDomains = hostedDomains;
    }

    @Override
    public List<Change> missing(Realm realm) {
        Map<String, Change> flows = new LinkedHashMap<>();
        List<Change> bindings = new ArrayList<>();
        for (String alias : identityProviders) {
            JsonNode provider = realm.find(path(alias))
                    .orElseThrow(
                            () -> new RefusedException("Realm " + realm.name() + " has no identity provider " + alias));
            String override = provider.path(OVERRIDE).asText("");
            String used = override.isEmpty() ? defaultFlow(realm) : override;
            if (!beginsWithTheClaim(realm, used)) {
                String ours = "firstbell " + used;
                if (realm.find(executions(ours)).isEmpty()) {
                    flows.putIfAbsent(ours, new Change(new Removal(ours), () -> add(realm, ours, used)));
                } else if (!beginsWithTheClaim(realm, ours)) {
                    throw new RefusedException("Realm " + realm.name() + " has a flow \"" + ours
                            + "\" that does not begin with the claim: rename or delete it");
                }
                bindings.add(new Change(new Unbinding(alias, override), () -> bind(realm, alias, ours)));
            }
        }
        List<Change> changes = new ArrayList<>(flows.values());
        changes.addAll(bindings);
        return changes;
    }

    private static String defaultFlow(Realm realm) {
        return realm.settings().path("firstBrokerLoginFlow").asText("first broker login");
    }

    private static boolean beginsWithTheClaim(Realm realm, String flow) {
        JsonNode first = realm.get(executions(flow)).path(0);
        return first.path("providerId").asText().equals(CLAIM)
                && !first.path("requirement").asText().equals("DISABLED");
    }

    private void add(Realm realm, String ours, String original) {
        List<Step> steps = steps(realm, original);
        realm.post(
                "/authentication/flows",
                object().put("alias", ours)
                        .put(
                                "description",
                                "The claim of a placeholder or, for everybody else, what \"" + original + "\" does")
                        .put("providerId", "basic-flow")
                        .put("topLevel", true)
                        .put("builtIn", false));
        String rest = ours + " unclaimed";
        realm.post(executions(ours) + "/execution", object().put("provider", CLAIM));
        realm.post(
                executions(ours) + "/flow",
                object().put("alias", rest).put("type", "basic-flow").put("description", "As \"" + original + "\""));
        List<JsonNode> added = level(realm, ours);
        require(realm, ours, added.get(0), "ALTERNATIVE");
        require(realm, ours, added.get(1), "ALTERNATIVE");
        if (!hostedDomains.isEmpty()) {
            configure(realm, added.get(0), ours, object().put("hostedDomains", String.join(",", hostedDomains)));
        }
        copy(realm, steps, ours, rest);
    }

    /** A step of a flow, or a flow in a flow with its steps. */
    private record Step(JsonNode execution, List<Step> steps) {}

    /** Keycloak lists the steps of a flow and of the flows in it one after the other, and tells how deep each is. */
    private static List<Step> steps(Realm realm, String flow) {
        List<Step> top = new ArrayList<>();
        List<List<Step>> open = new ArrayList<>(List.of(top));
        for (JsonNode execution : realm.get(executions(flow))) {
            int level = execution.required("level").intValue();
            Step step = new Step(execution, new ArrayList<>());
            open.get(level).add(step);
            open.subList(level + 1, open.size()).clear();
            open.add(step.steps());
        }
        return top;
    }

    private static void copy(Realm realm, List<Step> steps, String prefix, String into) {
        for (Step step : steps) {
            JsonNode execution = step.execution();
            if (isFlow(execution)) {
                JsonNode flow = realm.get(
                        "/authentication/flows/" + execution.required("flowId").textValue());
                realm.post(
                        executions(into) + "/flow",
                        object().put("alias", copyOf(execution, prefix))
                                .put("type", flow.required("providerId").textValue())
                                .put("provider", execution.path("providerId").textValue())
                                .put("description", flow.path("description").asText("")));
            } else {
                realm.post(
                        executions(into) + "/execution",
                        object().put(
                                        "provider",
                                        execution.required("providerId").textValue()));
            }
        }
        List<JsonNode> copies = level(realm, into);
        for (int i = 0; i < copies.size(); i++) {
            JsonNode original = steps.get(i).execution();
            require(realm, into, copies.get(i), original.required("requirement").textValue());
            String config = original.path("authenticationConfig").asText("");
            if (!config.isEmpty()) {
                JsonNode settings = realm.get("/authentication/config/" + config);
                configure(
                        realm,
                        copies.get(i),
                        prefix + " " + settings.path("alias").asText(),
                        settings.path("config"));
            }
            if (isFlow(original)) {
                copy(realm, steps.get(i).steps(), prefix, copyOf(original, prefix));
            }
        }
    }

    private static boolean isFlow(JsonNode execution) {
        return execution.path("authenticationFlow").asBoolean();
    }

    private static String copyOf(JsonNode flow, String prefix) {
        return prefix + " " + flow.required("displayName").textValue();
    }

    /** The steps of a flow without those of the flows in it, in their order. */
    private static List<JsonNode> level(Realm realm, String flow) {
        return steps(realm, flow).stream().map(Step::execution).toList();
    }

    private static void require(Realm realm, String flow, JsonNode execution, String requirement) {
        realm.put(executions(flow), ((ObjectNode) execution).put("requirement", requirement));
    }

    private static void configure(Realm realm, JsonNode execution, String alias, JsonNode settings) {
        ObjectNode config = object().put("alias", alias);
        config.set("config", settings);
        realm.post("/authentication/executions/" + execution.required("id").textValue() + "/config", config);
    }

    private static void bind(Realm realm, String provider, String flow) {
        ObjectNode representation = (ObjectNode) realm.get(path(provider));
        realm.put(path(provider), representation.put(OVERRIDE, flow));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String path(String provider) {
        return "/identity-provider/instances/" + Realm.segment(provider);
    }

    private static String executions(String flow) {
        return "/authentication/flows/" + Realm.segment(flow) + "/executions";
    }

    record Removal(String flow) implements Undo {

        @Override
        public String what() {
            return "flow \"" + flow + "\", which begins with the claim";
        }

        @Override
        public void undo(Realm realm) {
            for (JsonNode candidate : realm.get("/authentication/flows")) {
                if (candidate.required("alias").textValue().equals(flow)) {
                    realm.delete(
                            "/authentication/flows/" + candidate.required("id").textValue());
                }
            }
        }
    }

    /** @param before the provider's own first login flow; empty if it had none and used the realm's */
    record Unbinding(String provider, String before) implements Undo {

        @Override
        public String what() {
            return "that flow at the first login through identity provider " + provider;
        }

        @Override
        public void undo(Realm realm) {
            if (realm.find(path(provider)).isPresent()) {
                bind(realm, provider, before);
            }
        }
    }
}
