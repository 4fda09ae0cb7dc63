package org.firstbell.e2e.browser;

import java.net.URI;
import org.firstbell.e2e.client.UnmetExpectationException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A page as a person sees it.
 *
 * @param uri where the browser ended up, after all redirects
 */
public record Page(URI uri, int status, String html) implements Landing {

    private static final int MOST_CHARACTERS_QUOTED = 500;

    /**
     * The form that a CSS selector finds, with the values that the page gives its fields.
     *
     * @throws UnmetExpectationException if there is none
     */
    public Form form(String selector) {
        if (document().selectFirst(selector) instanceof FormElement form) {
            return Form.of(form);
        }
        throw unexpected("has no form " + selector);
    }

    /**
     * The target of the link that a CSS selector finds.
     *
     * @throws UnmetExpectationException if there is none
     */
    public URI link(String selector) {
        Element link = document().selectFirst(selector);
        if (link == null) {
            throw unexpected("has no link " + selector);
        }
        return URI.create(link.absUrl("href"));
    }

    /** What there is to read, without mark-up. */
    public String text() {
        return document().text();
    }

    private UnmetExpectationException unexpected(String problem) {
        String text = text();
        return new UnmetExpectationException("the page at " + uri + " (status " + status + ") " + problem
                + "; it reads: " + text.substring(0, Math.min(text.length(), MOST_CHARACTERS_QUOTED)));
    }

    private Document document() {
        return Jsoup.parse(html, uri.toString());
    }
}
