package org.firstbell.lms.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.firstbell.lms.explanation.Sentence;

/** Tells readers of the OpenAPI document what a problem looks like, and which ones to expect where. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class ProblemsFilter implements OASFilter {

    private static final String NAME = "Problem";
    private static final String EXPLANATION = "Explanation";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema(NAME, problem());
        document.getComponents().addSchema(EXPLANATION, explanation());
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .values()
                        .forEach(operation -> expected(path, operation).forEach((status, when) -> {
                            if (!operation.getResponses().hasAPIResponse(status)) {
                                operation.getResponses().addAPIResponse(status, response(when));
                            } else if (operation
                                                    .getResponses()
                                                    .getAPIResponse(status)
                                                    .getContent()
                                            == null
                                    && !status.startsWith("2")) {
                                operation
                                        .getResponses()
                                        .getAPIResponse(status)
                                        .setContent(response(when).getContent());
                            }
                        })));
    }

    /** {@return why it may answer with a problem, by status} */
    private static Map<String, String> expected(String path, Operation operation) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("400", "The request is not valid");
        if (operation.getSecurity() == null || operation.getSecurity().isEmpty()) {
            expected.put("401", "No valid bearer token");
            expected.put("403", "The caller may not do this");
        }
        if (path.contains("{")) {
            expected.put("404", "There is no such thing, or the caller has nothing to do with it");
        }
        if (operation.getRequestBody() != null) {
            expected.put("413", "The body is too large");
            expected.put("415", "The body is of a type that is not understood here");
        }
        for (String documented : operation.getResponses().getAPIResponses().keySet()) {
            expected.putIfAbsent(documented, "");
        }
        expected.put(
                "503", "The database or the sign-in service cannot be reached; try again after Retry-After seconds");
        return expected;
    }

    private static APIResponse response(String when) {
        return OASFactory.createAPIResponse()
                .description(when)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE.toString(),
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(NAME))));
    }

    private static Schema problem() {
        Schema type = text("What a client decides by; more may be added").format("uri");
        Arrays.stream(ProblemType.values())
                .map(ProblemType::uri)
                .map(Object::toString)
                .sorted()
                .forEach(type::addExample);
        Schema violation = OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .addProperty("field", text("As the caller wrote it: allow[0], or the name of a parameter"))
                .addProperty("message", text("What is wrong with it"))
                .addProperty("explanation", explained());
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("What went wrong (RFC 9457)")
                .addProperty("type", type)
                .addProperty("title", text("The same for every problem of the type"))
                .addProperty("status", OASFactory.createSchema().addType(SchemaType.INTEGER))
                .addProperty("detail", text("About this occurrence"))
                .addProperty("explanation", explained())
                .addProperty(
                        "violations",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .items(violation)
                                .description("The fields at fault"))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status");
    }

    private static Schema explanation() {
        Schema code = text("Of a sentence; more may be added, so have the text beside it ready");
        Arrays.stream(Sentence.values()).map(Sentence::code).sorted().forEach(code::addExample);
        return OASFactory.createSchema()
                .addType(SchemaType.OBJECT)
                .description("The text beside it, for those who say it in another language")
                .addProperty("code", code)
                .addProperty(
                        "parameters",
                        OASFactory.createSchema()
                                .addType(SchemaType.OBJECT)
                                .description("What the sentence is about: texts, numbers and lists of texts"))
                .addRequired("code");
    }

    private static Schema explained() {
        return OASFactory.createSchema().ref(EXPLANATION);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
