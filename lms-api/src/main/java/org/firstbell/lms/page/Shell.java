package org.firstbell.lms.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firstbell.lms.realm.Realm;

/** The one document of the page: which modules to load, where to sign in, and what a browser may do with it. */
@Singleton
class Shell {

    static final String ASSETS = "/assets/";

    private static final String ENTRY = "main.js";
    private static final Pattern STATIC_IMPORT =
            Pattern.compile("(?:import|export)[^'\"();]*?from\\s*['\"]([^'\"]+)['\"]");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern MAPPING = Pattern.compile("\"([^\"]+)\":\"\\{assets}/([^\"]+)\"");

    private final PageFile document;
    private final String contentSecurityPolicy;

    Shell(PageFiles files, PageConfig config, Realm realm) {
        String template = files.text("index.html");
        Set<String> modules = new LinkedHashSet<>();
        collect(ENTRY, files, template, modules);
        modules.remove(ENTRY);
        String filled = template.replace(
                        "{preload}",
                        modules.stream()
                                .map("<link rel=\"modulepreload\" href=\"{assets}/%s\">"::formatted)
                                .collect(Collectors.joining("\n")))
                .replace("{assets}", ASSETS + files.version())
                .replace("{realm}", escaped(realm.issuer()))
                .replace("{client}", escaped(config.clientId()));
        document = new PageFile("index.html", filled.getBytes(UTF_8));
        contentSecurityPolicy = String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + hash(importMap(filled)) + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self' " + origin(realm.issuer()),
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }

    PageFile document() {
        return document;
    }

    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /** Adds a module and those that it cannot run without, so that the browser asks for all of them at once. */
    private static void collect(String module, PageFiles files, String template, Set<String> modules) {
        if (!modules.add(module)) {
            return;
        }
        Matcher imports = STATIC_IMPORT.matcher(files.text(module));
        while (imports.find()) {
            collect(resolved(imports.group(1), module, template), files, template, modules);
        }
    }

    private static String resolved(String specifier, String from, String template) {
        if (specifier.startsWith(".")) {
            return Path.of(from)
                    .resolveSibling(specifier)
                    .normalize()
                    .toString()
                    .replace('\\', '/');
        }
        Matcher mappings = MAPPING.matcher(template);
        while (mappings.find()) {
            String key = mappings.group(1);
            if (specifier.equals(key) || (key.endsWith("/") && specifier.startsWith(key))) {
                return mappings.group(2) + specifier.substring(key.length());
            }
        }
        throw new IllegalStateException(from + " imports " + specifier + ", which the import map does not know");
    }

    private static String importMap(String document) {
        Matcher map = IMPORT_MAP.matcher(document);
        if (!map.find()) {
            throw new IllegalStateException("index.html has no import map");
        }
        return map.group(1);
    }

    private static String hash(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String origin(String url) {
        URI uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }
}
