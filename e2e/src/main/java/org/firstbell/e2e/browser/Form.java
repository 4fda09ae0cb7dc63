package org.firstbell.e2e.browser;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Connection.KeyVal;
import org.jsoup.nodes.FormElement;

/**
 * An HTML form, to be filled in and sent.
 *
 * @param fields what would be sent, by name, in the order of the page
 */
public record Form(URI action, Map<String, String> fields) {

    static Form of(FormElement element) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (KeyVal field : element.formData()) {
            fields.put(field.key(), field.value());
        }
        return new Form(URI.create(element.absUrl("action")), fields);
    }

    /**
     * The form with one field filled in.
     *
     * @throws IllegalArgumentException if the page has no such field
     */
    public Form fill(String name, String value) {
        if (!fields.containsKey(name)) {
            throw new IllegalArgumentException("the form has no field " + name + ", only " + fields.keySet());
        }
        Map<String, String> filled = new LinkedHashMap<>(fields);
        filled.put(name, value);
        return new Form(action, filled);
    }
}
